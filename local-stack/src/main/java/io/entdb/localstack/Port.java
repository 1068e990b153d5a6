package io.entdb.localstack;

/** A port that the stack listens on, with what a person needs to know to choose another. */
public enum Port {
  /** REST. */
  REST("--rest-port", 8080, Part.GATEWAY, "REST"),
  /** gRPC. */
  GRPC("--grpc-port", 50051, Part.GATEWAY, "gRPC"),
  /** The gateway's health and metrics. */
  GATEWAY_MANAGEMENT("--gateway-port", 9090, Part.GATEWAY, "health and metrics"),
  /** The applier's health and metrics. */
  APPLIER_MANAGEMENT("--applier-port", 9091, Part.APPLIER, "health and metrics"),
  /** The archiver's health and metrics. */
  ARCHIVER_MANAGEMENT("--archiver-port", 9092, Part.ARCHIVER, "health and metrics"),
  /** The snapshot service's health and metrics. */
  SNAPSHOT_MANAGEMENT("--snapshot-port", 9093, Part.SNAPSHOTTER, "health and metrics"),
  /** Kafka clients. Not 9092: the archiver's management port is there. */
  KAFKA("--kafka-port", 19092, Part.BROKER, "clients"),
  /** The Kafka controller. */
  CONTROLLER("--controller-port", 19093, Part.BROKER, "its controller"),
  /** S3. */
  S3("--s3-port", 9000, Part.OBJECT_SERVER, "S3");

  private final String flag;
  private final int standard;
  private final Part owner;
  private final String purpose;

  Port(String flag, int standard, Part owner, String purpose) {
    this.flag = flag;
    this.standard = standard;
    this.owner = owner;
    this.purpose = purpose;
  }

  /** The option of {@code ./dev up} that moves it. */
  public String flag() {
    return flag;
  }

  /** Where it is unless somebody says otherwise. */
  public int standard() {
    return standard;
  }

  /** The process that listens on it. */
  public Part owner() {
    return owner;
  }

  /** What it is for, as the end of a sentence. */
  public String purpose() {
    return purpose;
  }
}
