package io.entdb.localstack;

/**
 * One process of the stack.
 *
 * @param kind what runs in it
 * @param number counts processes of one kind from 1
 */
public record Part(Kind kind, int number) {

  /** What a process can be, in the order in which a stack starts; it stops in reverse. */
  public enum Kind {
    /** A Kafka broker that is its own controller. */
    BROKER("kafka"),
    /** The S3 server. */
    OBJECT_SERVER("s3"),
    /** The public API. */
    GATEWAY("api-gateway"),
    /** Applies the log and publishes checkpoints. */
    APPLIER("applier-service"),
    /** Copies the log to the archive. */
    ARCHIVER("archiver-service"),
    /** Builds snapshots. */
    SNAPSHOTTER("snapshot-service");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name that logs and folders carry; for a service also its module. */
    public String label() {
      return label;
    }

    /** Whether this is one of EntDB's own services. */
    public boolean isService() {
      return this != BROKER && this != OBJECT_SERVER;
    }
  }

  /** The only broker, or the first of three. */
  public static final Part BROKER = new Part(Kind.BROKER, 1);

  /** The S3 server. */
  public static final Part OBJECT_SERVER = new Part(Kind.OBJECT_SERVER, 1);

  /** The gateway that every stack has. */
  public static final Part GATEWAY = new Part(Kind.GATEWAY, 1);

  /** The applier. */
  public static final Part APPLIER = new Part(Kind.APPLIER, 1);

  /** The archiver. */
  public static final Part ARCHIVER = new Part(Kind.ARCHIVER, 1);

  /** The snapshot service. */
  public static final Part SNAPSHOTTER = new Part(Kind.SNAPSHOTTER, 1);

  public Part {
    if (number < 1) {
      throw new IllegalArgumentException("parts count from 1, but the number is " + number);
    }
  }

  /** One of several brokers. */
  public static Part broker(int number) {
    return new Part(Kind.BROKER, number);
  }

  /** One of several gateways. */
  public static Part gateway(int number) {
    return new Part(Kind.GATEWAY, number);
  }

  /** The name that logs, folders and messages carry: {@code api-gateway}, {@code api-gateway-2}. */
  @Override
  public String toString() {
    return number == 1 ? kind.label() : kind.label() + "-" + number;
  }
}
