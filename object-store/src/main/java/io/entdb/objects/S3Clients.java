package io.entdb.objects;

import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes clients that try again a bounded number of times, with growing, jittered pauses. */
public final class S3Clients {
  private static final Duration PAUSE_FIRST = Duration.ofMillis(100);

  /** A store that is away for minutes is the caller's matter; single requests don't wait longer. */
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private S3Clients() {}

  /** A client for these settings. Close it when its stores are no longer used. */
  public static S3Client open(S3Settings settings) {
    BackoffStrategy pauses = BackoffStrategy.exponentialDelay(PAUSE_FIRST, PAUSE_MAX);
    S3ClientBuilder builder =
        S3Client.builder()
            .forcePathStyle(settings.pathStyle())
            .httpClientBuilder(
                defaults ->
                    new ConnectionFailures(
                        UrlConnectionHttpClient.builder()
                            .connectionTimeout(CONNECT_TIMEOUT)
                            .socketTimeout(settings.attemptTimeout())
                            .buildWithDefaults(defaults)))
            .overrideConfiguration(
                overrides ->
                    overrides
                        .apiCallAttemptTimeout(settings.attemptTimeout())
                        .retryStrategy(
                            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(settings.attempts())
                                .backoffStrategy(pauses)
                                .throttlingBackoffStrategy(pauses)
                                .build()));
    settings.endpoint().ifPresent(builder::endpointOverride);
    settings.region().map(Region::of).ifPresent(builder::region);
    return builder.build();
  }
}
