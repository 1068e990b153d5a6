package io.entdb.systemtests.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Messages of any type, at random: mostly values that mean something to the service, so that calls
 * come far, and now and then anything.
 */
final class RandomMessages {
  private static final int DEPTH_MAX = 6;
  private static final int REPEATED_MAX = 4;

  private static final List<String> TEXTS =
      List.of(
          "",
          "1",
          "2",
          "3",
          "5",
          "99",
          "0",
          "-1",
          "$a",
          "a",
          "$a.id",
          "mark",
          "str",
          "int",
          "bytes",
          "json",
          "ref",
          "both",
          "from",
          "personal",
          "read",
          "write",
          "deny",
          "admin",
          "member",
          "owner",
          "active",
          "x AND",
          "\"",
          "é漢字🎉",
          "\u0000",
          "a\nb",
          "sha256:1",
          "entdb-wal:1:5",
          "entdb-wal:3:9223372036854775807",
          "user:x@y",
          "$eq",
          "$gt",
          "QUJD");

  private static final List<String> ACTORS =
      List.of(
          "user:alice",
          "user:bob",
          "bob",
          "system:x",
          "admin:root",
          "group:staff",
          "",
          "tenant:*",
          "role:member",
          "user:bob@tenant:other",
          "__system__",
          ":",
          "user:");

  private static final long[] NUMBERS = {
    0,
    1,
    2,
    3,
    7,
    9,
    100,
    -1,
    65_535,
    65_536,
    1L << 53,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final double[] DOUBLES = {
    0, -0.0, 1, 2.5, 1e17, -1e300, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE
  };

  private final SplittableRandom random;
  private final List<String> tenants;
  private final List<String> nodes = new ArrayList<>(List.of("n1", "n2"));

  RandomMessages(SplittableRandom random, List<String> tenants) {
    this.random = random;
    this.tenants = tenants;
  }

  /** A node that is there, for later messages to name. */
  void knows(String node) {
    nodes.add(node);
  }

  Message of(Message example) {
    return fill(example.newBuilderForType(), 0).build();
  }

  private Message.Builder fill(Message.Builder builder, int depth) {
    for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
      boolean needed =
          field.getName().equals("context")
              || field.getName().endsWith("tenant_id")
              || field.getName().endsWith("timeout_ms");
      if (!needed && random.nextInt(100) < 45) {
        continue;
      }
      boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      if (message && depth >= DEPTH_MAX) {
        continue;
      }
      if (field.isRepeated()) {
        int count = random.nextInt(REPEATED_MAX);
        for (int i = 0; i < count; i++) {
          builder.addRepeatedField(field, value(builder, field, depth));
        }
      } else {
        builder.setField(field, value(builder, field, depth));
      }
    }
    return builder;
  }

  private Object value(Message.Builder builder, FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case INT -> integer(field.getName());
      case LONG -> field.getName().equals("after_offset") ? -number() % 2 : number();
      case FLOAT -> (float) real();
      case DOUBLE -> real();
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text(field.getName());
      case BYTE_STRING -> {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        yield ByteString.copyFrom(bytes);
      }
      case ENUM -> {
        List<EnumValueDescriptor> values = field.getEnumType().getValues();
        yield random.nextInt(20) == 0 && !field.getEnumType().isClosed()
            ? field.getEnumType().findValueByNumberCreatingIfUnknown(77)
            : values.get(random.nextInt(values.size()));
      }
      case MESSAGE -> fill(builder.newBuilderForField(field), depth + 1).build();
    };
  }

  /** Waits are kept short: a test that waits proves little. */
  private int integer(String name) {
    if (name.endsWith("timeout_ms")) {
      return random.nextInt(1, 200);
    }
    if (name.equals("type_id") || name.equals("edge_id") || name.equals("edge_type_id")) {
      return random.nextInt(10) == 0 ? (int) number() : random.nextBoolean() ? 7 : 9;
    }
    return (int) number();
  }

  private long number() {
    return random.nextInt(4) == 0 ? random.nextLong() : NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private double real() {
    return DOUBLES[random.nextInt(DOUBLES.length)];
  }

  private String text(String name) {
    int luck = random.nextInt(12);
    if (luck == 0) {
      return TEXTS.get(random.nextInt(TEXTS.size()));
    }
    if (luck == 1) {
      return "x".repeat(random.nextInt(2_000));
    }
    return switch (name) {
      case "tenant_id" -> tenants.get(random.nextInt(tenants.size()));
      case "actor", "actor_id", "principal", "grantee", "new_owner", "member_actor_id" ->
          ACTORS.get(random.nextInt(ACTORS.size()));
      case "user_id", "from_user", "to_user" -> "u" + random.nextInt(5);
      case "id", "node_id", "node_ids", "alias_ref" -> nodes.get(random.nextInt(nodes.size()));
      case "idempotency_key" -> "k" + random.nextInt(50);
      case "target_user", "page_token", "after_offset" ->
          random.nextInt(3) == 0 ? TEXTS.get(random.nextInt(TEXTS.size())) : "";
      default -> TEXTS.get(random.nextInt(TEXTS.size()));
    };
  }
}
