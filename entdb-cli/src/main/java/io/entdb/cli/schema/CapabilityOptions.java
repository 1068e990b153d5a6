package io.entdb.cli.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import io.entdb.grpc.options.NodeOpts;
import io.entdb.model.CoreCapability;
import io.entdb.model.schema.CapabilityImplication;
import io.entdb.model.schema.CapabilityMapping;
import io.entdb.model.schema.GuardedOperation;
import io.entdb.model.schema.Requirement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Capability rules out of a node type's options: fields and child types are named there. */
final class CapabilityOptions {
  private CapabilityOptions() {}

  static List<CapabilityMapping> mappings(
      DescriptorProto message, NodeOpts options, Map<String, Integer> typeIds)
      throws InvalidOptionsException {
    var mappings = new ArrayList<CapabilityMapping>();
    for (var mapping : options.getCapabilityMappingsList()) {
      String op = mapping.getOp();
      GuardedOperation operation =
          GuardedOperation.ofWord(op)
              .orElseThrow(
                  () ->
                      new InvalidOptionsException(
                          "%s: capability_mappings: op \"%s\" is none of %s"
                              .formatted(
                                  message.getName(),
                                  op,
                                  String.join(", ", GuardedOperation.words()))));
      mappings.add(
          new CapabilityMapping(
              operation,
              mapping.getField().isEmpty()
                  ? 0
                  : DescriptorSchema.fieldId(message, mapping.getField()),
              Optional.of(mapping.getFieldValue()).filter(value -> !value.isEmpty()),
              child(message, mapping.getChildType(), typeIds),
              new Requirement(core(mapping.getRequiredCore()), mapping.getRequiredExt())));
    }
    return mappings;
  }

  private static int child(DescriptorProto message, String name, Map<String, Integer> typeIds)
      throws InvalidOptionsException {
    if (name.isEmpty()) {
      return 0;
    }
    String simple = name.substring(name.lastIndexOf('.') + 1);
    Integer id = typeIds.get(simple);
    if (id == null) {
      throw new InvalidOptionsException(
          "%s: capability_mappings: child_type \"%s\" is no message with (entdb.node)"
              .formatted(message.getName(), name));
    }
    return id;
  }

  static List<CapabilityImplication> implications(NodeOpts options) {
    return options.getCapabilityImplicationsList().stream()
        .map(
            implication -> {
              var implied = new HashSet<CoreCapability>();
              implication.getImpliesCoreList().forEach(each -> core(each).ifPresent(implied::add));
              return new CapabilityImplication(
                  core(implication.getCore()),
                  implication.getExt(),
                  implied,
                  implication.getImpliesExtList());
            })
        .toList();
  }

  private static Optional<CoreCapability> core(io.entdb.grpc.options.CoreCapability capability) {
    return Arrays.stream(CoreCapability.values())
        .filter(each -> capability.name().equals("CORE_CAP_" + each))
        .findFirst();
  }
}
