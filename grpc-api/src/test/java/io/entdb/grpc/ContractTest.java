package io.entdb.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.entdb.grpc.options.EntDbOptionsProto;
import io.entdb.grpc.v1.EntDbProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What is on the wire is what clients were built for: each listing names all methods, enums and
 * fields with numbers, types and labels, and what is reserved. A listing only ever grows.
 */
class ContractTest {
  @Test
  void theServiceIsWhatClientsWereBuiltFor() throws IOException {
    FileDescriptor file = EntDbProto.getDescriptor();

    assertThat(file.getPackage()).isEqualTo("entdb.v1");
    assertThat(file.getName()).isEqualTo("entdb.proto");
    assertThat(list(file)).isEqualTo(listing("entdb.listing"));
  }

  @Test
  void theSchemaOptionsAreWhatClientsWereBuiltFor() throws IOException {
    FileDescriptor file = EntDbOptionsProto.getDescriptor();

    assertThat(file.getPackage()).isEqualTo("entdb");
    assertThat(file.getName()).isEqualTo("entdb_options.proto");
    assertThat(list(file)).isEqualTo(listing("entdb_options.listing"));
  }

  @Test
  void theContractHasTheSizeThatItIsKnownFor() {
    FileDescriptor file = EntDbProto.getDescriptor();

    assertThat(file.getServices()).hasSize(1);
    assertThat(file.getServices().getFirst().getFullName()).isEqualTo("entdb.v1.EntDBService");
    assertThat(file.getServices().getFirst().getMethods())
        .hasSize(44)
        .noneMatch(method -> method.isClientStreaming() || method.isServerStreaming());
    assertThat(file.getMessageTypes()).hasSize(111);
    assertThat(file.getEnumTypes()).hasSize(5);
  }

  private static List<String> listing(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ContractTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static List<String> list(FileDescriptor file) {
    var lines = new ArrayList<String>();
    file.getExtensions()
        .forEach(
            field ->
                lines.add(
                    "extend %s %d %s %s"
                        .formatted(
                            field.getContainingType().getFullName(),
                            field.getNumber(),
                            field.getName(),
                            type(field))));
    file.getServices()
        .forEach(
            service ->
                service
                    .getMethods()
                    .forEach(
                        method ->
                            lines.add(
                                "rpc %s %s %s"
                                    .formatted(
                                        method.getName(),
                                        method.getInputType().getName(),
                                        method.getOutputType().getName()))));
    file.getEnumTypes().forEach(type -> list(type, lines));
    file.getMessageTypes().forEach(type -> list(type, lines));
    return lines;
  }

  private static void list(EnumDescriptor type, List<String> lines) {
    lines.add("enum " + type.getName());
    type.getValues().forEach(value -> lines.add("  " + value.getNumber() + " " + value.getName()));
  }

  private static void list(Descriptor type, List<String> lines) {
    lines.add("message " + type.getName());
    for (FieldDescriptor field : type.getFields()) {
      OneofDescriptor oneof = field.getRealContainingOneof();
      lines.add(
          "  %d %s %s%s%s"
              .formatted(
                  field.getNumber(),
                  field.getName(),
                  label(field),
                  type(field),
                  oneof == null ? "" : " in " + oneof.getName()));
    }
    DescriptorProto proto = type.toProto();
    if (proto.getReservedRangeCount() > 0) {
      var reserved = new ArrayList<String>();
      for (ReservedRange range : proto.getReservedRangeList()) {
        for (int number = range.getStart(); number < range.getEnd(); number++) {
          reserved.add(Integer.toString(number));
        }
      }
      reserved.addAll(proto.getReservedNameList());
      lines.add("  reserved " + String.join(" ", reserved));
    }
  }

  private static String label(FieldDescriptor field) {
    if (field.isMapField()) {
      return "";
    }
    if (field.isRepeated()) {
      return "repeated ";
    }
    return field.toProto().getProto3Optional() ? "optional " : "";
  }

  private static String type(FieldDescriptor field) {
    if (field.isMapField()) {
      Descriptor entry = field.getMessageType();
      return "map<"
          + type(entry.findFieldByNumber(1))
          + ","
          + type(entry.findFieldByNumber(2))
          + ">";
    }
    return switch (field.getJavaType()) {
      case MESSAGE -> named(field.getMessageType().getFullName(), field);
      case ENUM -> named(field.getEnumType().getFullName(), field);
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  /** Types of the file's own package go by their last name. */
  private static String named(String fullName, FieldDescriptor field) {
    String own = field.getFile().getPackage() + ".";
    return fullName.startsWith(own) ? fullName.substring(own.length()) : fullName;
  }
}
