package io.entdb.localstack;

import io.entdb.localstack.Part.Kind;
import java.util.List;

/** What the JVMs of a stack are set up for. */
public enum Tuning {
  /** Up quickly and small: a person waits for it on a laptop. */
  QUICK_START {
    @Override
    List<String> jvmFlags(Kind kind) {
      return List.of(
          "-Xmx" + quickHeap(kind), "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }
  },

  /** The optimising compiler and room to work: numbers are measured on it. */
  STEADY_LOAD {
    @Override
    List<String> jvmFlags(Kind kind) {
      return List.of("-Xmx" + (kind == Kind.GATEWAY || kind == Kind.APPLIER ? "1g" : "512m"));
    }
  };

  abstract List<String> jvmFlags(Kind kind);

  private static String quickHeap(Kind kind) {
    return switch (kind) {
      case BROKER -> "128m";
      case OBJECT_SERVER -> "96m";
      case GATEWAY, APPLIER -> "192m";
      case ARCHIVER, SNAPSHOTTER -> "96m";
    };
  }
}
