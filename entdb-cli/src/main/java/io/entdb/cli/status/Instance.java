package io.entdb.cli.status;

import io.entdb.cli.status.MetricsPage.Sample;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * One process of a service, read twice: what changed between says how fast it works.
 *
 * @param target where its metrics page is: {@code host:port}
 * @param before the first reading; empty when there was none
 * @param now the second reading; empty when the process is down
 * @param fault why there is none; empty when there is one
 */
public record Instance(
    String target, Optional<MetricsPage> before, Optional<MetricsPage> now, String fault) {

  /** What the ports say where several run on one machine: an instance that is down says nothing. */
  private static final Map<String, String> USUAL_PORTS =
      Map.of(
          "9090", "api-gateway",
          "9091", "applier-service",
          "9092", "archiver-service",
          "9093", "snapshot-service");

  /** Observations below which a 99th percentile says nothing. */
  static final long OBSERVATIONS_MIN = 100;

  public boolean isUp() {
    return now.isPresent();
  }

  /** Which service it is, as it says itself. */
  public String service() {
    return build("service")
        .or(() -> before.flatMap(page -> label(page, "service")))
        .orElseGet(
            () -> USUAL_PORTS.getOrDefault(target.substring(target.lastIndexOf(':') + 1), "?"));
  }

  /** Its version; empty when it is down. */
  public String version() {
    return build("version").orElse("");
  }

  private Optional<String> build(String label) {
    return now.flatMap(page -> label(page, label));
  }

  private static Optional<String> label(MetricsPage page, String label) {
    return page.samples("entdb_build_info").map(sample -> sample.label(label)).findFirst();
  }

  /** By how much a counter rose between the readings. After a restart: by all that it shows. */
  double increase(String metric, Map<String, String> labels) {
    if (now.isEmpty() || before.isEmpty()) {
      return 0;
    }
    double rise = now.get().sum(metric, labels) - before.get().sum(metric, labels);
    return rise < 0 ? now.get().sum(metric, labels) : rise;
  }

  /** A histogram between the readings: how many observations had at most each bound. */
  private TreeMap<Double, Double> buckets(String metric, Map<String, String> labels) {
    var buckets = new TreeMap<Double, Double>();
    now.ifPresent(page -> add(buckets, page, metric, labels, 1));
    before.ifPresent(page -> add(buckets, page, metric, labels, -1));
    return buckets;
  }

  private static void add(
      TreeMap<Double, Double> buckets,
      MetricsPage page,
      String metric,
      Map<String, String> labels,
      int sign) {
    page.samples(metric + "_bucket", labels)
        .forEach(sample -> buckets.merge(bound(sample), sign * sample.value(), Double::sum));
  }

  private static double bound(Sample bucket) {
    String le = bucket.label("le");
    return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
  }

  /**
   * The 99th percentile between the readings, linear within a bucket, as Prometheus computes it.
   *
   * @return empty when fewer than {@link #OBSERVATIONS_MIN} were made
   */
  OptionalDouble p99(String metric, Map<String, String> labels) {
    TreeMap<Double, Double> buckets = buckets(metric, labels);
    if (before.isEmpty()
        || buckets.isEmpty()
        || buckets.lastEntry().getValue() < OBSERVATIONS_MIN) {
      return OptionalDouble.empty();
    }
    double rank = 0.99 * buckets.lastEntry().getValue();
    double lower = 0;
    double below = 0;
    for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
      if (bucket.getValue() >= rank) {
        double upper = bucket.getKey();
        double within = (rank - below) / (bucket.getValue() - below);
        return OptionalDouble.of(
            Double.isInfinite(upper) ? lower : lower + within * (upper - lower));
      }
      lower = bucket.getKey();
      below = bucket.getValue();
    }
    return OptionalDouble.empty();
  }
}
