package io.entdb.gateway.wiring;

import io.entdb.gateway.admission.AuthMode;
import io.entdb.gateway.admission.JwtSettings;
import io.entdb.gateway.affinity.AffinityReader;
import io.entdb.model.InvalidException;
import io.entdb.model.ListenAddress;
import io.entdb.service.settings.FollowerCheck;
import io.entdb.service.settings.SettingMistakes;
import io.entdb.wal.producer.WalTopicSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Mistakes in the settings that single values do not show. */
public final class SettingsCheck {
  private SettingsCheck() {}

  /** All mistakes, each naming the variable to set; empty = none. */
  public static List<String> mistakes(GatewaySettings settings) {
    var mistakes = new SettingMistakes();
    checkAuth(settings, mistakes);
    mistakes.checkBucket(settings.s3());
    mistakes.checkBrokers(Optional.of(settings.kafka().brokers()));
    if (settings.wal().partitions() < WalTopicSettings.PARTITIONS_MIN) {
      mistakes.add("ENTDB_WAL_PARTITIONS must be 2 or more, not " + settings.wal().partitions());
    }
    if (settings.wal().minReplicas() < 1) {
      mistakes.add("ENTDB_WAL_MIN_REPLICAS must be 1 or more");
    }
    AffinityReader.read(settings.gateway().nodeId(), settings.gateway().nodes())
        .mistakes()
        .forEach(mistakes::add);
    FollowerCheck.check(settings.follower(), mistakes);
    mistakes.requirePositive("entdb.limits.hydration-wait", settings.limits().hydrationWait());
    mistakes.requirePositive("entdb.limits.behind-max", settings.limits().behindMax());
    return mistakes.sentences();
  }

  private static void checkAuth(GatewaySettings settings, SettingMistakes mistakes) {
    try {
      checkModes(AuthMode.parse(settings.auth().mode().orElse("")), settings, mistakes);
    } catch (InvalidException e) {
      mistakes.add("ENTDB_AUTH_MODE " + e.getMessage());
    }
    mistakes.checkListening(settings.host(), settings.auth().mode());
  }

  private static void checkModes(
      Set<AuthMode> modes, GatewaySettings settings, SettingMistakes mistakes) {
    JwtSettings jwt = settings.auth().jwt();
    if (modes.contains(AuthMode.JWT)) {
      if (jwt.issuer().isEmpty() && jwt.jwksUrl().isEmpty()) {
        mistakes.add("ENTDB_AUTH_MODE=jwt needs ENTDB_JWT_ISSUER or ENTDB_JWT_JWKS_URL");
      }
      jwt.issuer().map(URI::create).ifPresent(it -> requireTls("ENTDB_JWT_ISSUER", it, mistakes));
      jwt.jwksUrl().ifPresent(it -> requireTls("ENTDB_JWT_JWKS_URL", it, mistakes));
    }
    GatewaySettings.Tls tls = settings.tls();
    if (modes.contains(AuthMode.MTLS)
        && (tls.cert().isEmpty() || tls.key().isEmpty() || tls.clientCa().isEmpty())) {
      mistakes.add(
          "ENTDB_AUTH_MODE=mtls needs ENTDB_TLS_CERT, ENTDB_TLS_KEY and ENTDB_TLS_CLIENT_CA");
    } else if (tls.cert().isPresent() != tls.key().isPresent()) {
      mistakes.add("ENTDB_TLS_CERT and ENTDB_TLS_KEY go together; one of them is missing");
    }
  }

  /** Whoever can change the keys on their way can make tokens. */
  private static void requireTls(String variable, URI address, SettingMistakes mistakes) {
    String host = String.valueOf(address.getHost());
    if (!"https".equals(address.getScheme()) && !ListenAddress.isLoopback(host)) {
      mistakes.add(variable + " must be an https address, not " + address);
    }
  }
}
