package io.entdb.cli.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages and enums of a descriptor set, nested ones too, by full name with a leading dot. */
final class ProtoTypes {
  private final Map<String, DescriptorProto> messages = new LinkedHashMap<>();
  private final Map<String, EnumDescriptorProto> enums = new LinkedHashMap<>();

  ProtoTypes(FileDescriptorSet set) {
    for (FileDescriptorProto file : set.getFileList()) {
      String scope = file.getPackage().isEmpty() ? "" : "." + file.getPackage();
      file.getEnumTypeList().forEach(type -> enums.put(scope + "." + type.getName(), type));
      file.getMessageTypeList().forEach(type -> add(scope, type));
    }
  }

  private void add(String scope, DescriptorProto type) {
    String name = scope + "." + type.getName();
    messages.put(name, type);
    type.getEnumTypeList().forEach(nested -> enums.put(name + "." + nested.getName(), nested));
    type.getNestedTypeList().forEach(nested -> add(name, nested));
  }

  /** In the order of the files. */
  Map<String, DescriptorProto> messages() {
    return messages;
  }

  /** The names of an enum's values, as declared. */
  List<String> valuesOf(String enumName) {
    EnumDescriptorProto type = enums.get(enumName);
    return type == null
        ? List.of()
        : type.getValueList().stream().map(EnumValueDescriptorProto::getName).toList();
  }
}
