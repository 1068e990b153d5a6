package io.entdb.snapshotter.health;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URL;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The service with nothing to talk to and no room: alive, and honest about what it cannot reach.
 */
@QuarkusTest
@TestProfile(SnapshotterHealthTest.NothingThere.class)
class SnapshotterHealthTest {
  /** Nobody listens on port 1 of any machine that runs tests. */
  public static final class NothingThere implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "entdb.s3.bucket", "entdb",
          "entdb.s3.endpoint", "http://127.0.0.1:1",
          "entdb.disk-free-min-bytes", Long.toString(Long.MAX_VALUE));
    }
  }

  @TestHTTPResource(value = "/health/live", management = true)
  URL live;

  @TestHTTPResource(value = "/health/ready", management = true)
  URL ready;

  @TestHTTPResource(value = "/metrics", management = true)
  URL metrics;

  @Test
  void isAliveWithoutTheOthers() {
    get(live).then().statusCode(200);
  }

  @Test
  void isNotReadyAndSaysWhatIsMissing() {
    get(ready)
        .then()
        .statusCode(503)
        .body("checks.find { it.name == 's3' }.status", equalTo("DOWN"))
        .body("checks.find { it.name == 'disk' }.status", equalTo("DOWN"));
  }

  @Test
  void showsItsMetrics() {
    get(metrics).then().statusCode(200);
  }
}
