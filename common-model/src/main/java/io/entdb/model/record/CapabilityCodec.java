package io.entdb.model.record;

import io.entdb.model.CoreCapability;
import io.entdb.model.proto.CapabilityImplicationMessage;
import io.entdb.model.proto.CapabilityMappingMessage;
import io.entdb.model.proto.NodeTypeMessage;
import io.entdb.model.schema.CapabilityImplication;
import io.entdb.model.schema.CapabilityMapping;
import io.entdb.model.schema.CapabilityRules;
import io.entdb.model.schema.GuardedOperation;
import io.entdb.model.schema.Requirement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Optional;

/** Capability rules as parts of a node type's message. */
final class CapabilityCodec {
  private CapabilityCodec() {}

  static void write(CapabilityRules rules, NodeTypeMessage.Builder type) {
    for (CapabilityMapping mapping : rules.mappings()) {
      var message =
          CapabilityMappingMessage.newBuilder()
              .setOperation(mapping.operation().word())
              .setFieldId(mapping.fieldId())
              .setChildTypeId(mapping.childTypeId())
              .setRequiredCore(number(mapping.requirement().core()))
              .setRequiredExt(mapping.requirement().ext());
      mapping.fieldValue().ifPresent(message::setFieldValue);
      type.addCapabilityMappings(message);
    }
    for (CapabilityImplication implication : rules.implications()) {
      var message =
          CapabilityImplicationMessage.newBuilder()
              .setCore(number(implication.core()))
              .setExt(implication.ext())
              .addAllImpliesExt(implication.impliesExt());
      implication.impliesCore().stream()
          .sorted()
          .forEach(core -> message.addImpliesCore(core.number()));
      type.addCapabilityImplications(message);
    }
  }

  static CapabilityRules read(NodeTypeMessage type) throws UnknownFormatException {
    if (type.getCapabilityMappingsCount() + type.getCapabilityImplicationsCount() == 0) {
      return CapabilityRules.NONE;
    }
    var mappings = new ArrayList<CapabilityMapping>();
    for (CapabilityMappingMessage message : type.getCapabilityMappingsList()) {
      mappings.add(
          new CapabilityMapping(
              operation(message.getOperation()),
              message.getFieldId(),
              message.hasFieldValue() ? Optional.of(message.getFieldValue()) : Optional.empty(),
              message.getChildTypeId(),
              new Requirement(core(message.getRequiredCore()), message.getRequiredExt())));
    }
    var implications = new ArrayList<CapabilityImplication>();
    for (CapabilityImplicationMessage message : type.getCapabilityImplicationsList()) {
      var implied = EnumSet.noneOf(CoreCapability.class);
      for (int number : message.getImpliesCoreList()) {
        core(number).ifPresent(implied::add);
      }
      implications.add(
          new CapabilityImplication(
              core(message.getCore()), message.getExt(), implied, message.getImpliesExtList()));
    }
    return new CapabilityRules(mappings, implications);
  }

  private static int number(Optional<CoreCapability> core) {
    return core.map(CoreCapability::number).orElse(0);
  }

  private static Optional<CoreCapability> core(int number) throws UnknownFormatException {
    if (number == 0) {
      return Optional.empty();
    }
    for (CoreCapability each : CoreCapability.values()) {
      if (each.number() == number) {
        return Optional.of(each);
      }
    }
    throw new UnknownFormatException("core capability " + number);
  }

  private static GuardedOperation operation(String word) throws UnknownFormatException {
    return GuardedOperation.ofWord(word)
        .orElseThrow(() -> new UnknownFormatException("guarded operation " + word));
  }
}
