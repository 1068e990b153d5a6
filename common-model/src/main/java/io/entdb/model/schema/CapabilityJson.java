package io.entdb.model.schema;

import io.entdb.model.CoreCapability;
import io.entdb.model.Quoted;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Capability rules as members of a node type's JSON. */
final class CapabilityJson {
  private static final String MAPPINGS = "capability_mappings";
  private static final String IMPLICATIONS = "capability_implications";

  private CapabilityJson() {}

  static void write(CapabilityRules rules, Members out) {
    if (!rules.mappings().isEmpty()) {
      out.array(MAPPINGS, rules.mappings().stream().map(CapabilityJson::toJson).toList());
    }
    if (!rules.implications().isEmpty()) {
      out.array(IMPLICATIONS, rules.implications().stream().map(CapabilityJson::toJson).toList());
    }
  }

  private static JsonValue toJson(CapabilityMapping mapping) {
    var out = new Members();
    out.text("op", mapping.operation().word());
    out.nonZero("field_id", mapping.fieldId());
    out.text("field_value", mapping.fieldValue().orElse(""));
    out.nonZero("child_type_id", mapping.childTypeId());
    out.text("required_core", mapping.requirement().core().map(Enum::name).orElse(""));
    out.nonZero("required_ext", mapping.requirement().ext());
    return out.object();
  }

  private static JsonValue toJson(CapabilityImplication implication) {
    var out = new Members();
    out.text("core", implication.core().map(Enum::name).orElse(""));
    out.nonZero("ext", implication.ext());
    if (!implication.impliesCore().isEmpty()) {
      out.array("implies_core", words(implication.impliesCore()));
    }
    out.ids("implies_ext", implication.impliesExt());
    return out.object();
  }

  private static List<JsonValue.Text> words(Set<CoreCapability> capabilities) {
    return capabilities.stream().sorted().map(each -> new JsonValue.Text(each.name())).toList();
  }

  static CapabilityRules read(ObjectReader type, Problems sink) {
    var mappings = new ArrayList<CapabilityMapping>();
    type.each(MAPPINGS, (path, item) -> mapping(path, item, sink).ifPresent(mappings::add));
    var implications = new ArrayList<CapabilityImplication>();
    type.each(IMPLICATIONS, (path, item) -> implications.add(implication(path, item, sink)));
    return new CapabilityRules(mappings, implications);
  }

  private static Optional<CapabilityMapping> mapping(String path, JsonValue json, Problems sink) {
    var in = new ObjectReader(path, json, sink);
    String word = in.requiredText("op");
    Optional<GuardedOperation> operation = GuardedOperation.ofWord(word);
    if (operation.isEmpty() && !word.isEmpty()) {
      in.problem(
          "op", Quoted.of(word) + " is none of " + String.join(", ", GuardedOperation.words()));
    }
    int field = in.id("field_id");
    Optional<String> value = in.text("field_value");
    int child = in.id("child_type_id");
    var requirement = new Requirement(core(in, "required_core"), in.id("required_ext"));
    in.end();
    return operation.map(it -> new CapabilityMapping(it, field, value, child, requirement));
  }

  private static CapabilityImplication implication(String path, JsonValue json, Problems sink) {
    var in = new ObjectReader(path, json, sink);
    var implied = EnumSet.noneOf(CoreCapability.class);
    in.texts("implies_core")
        .forEach(word -> capability(in, "implies_core", word).ifPresent(implied::add));
    var implication =
        new CapabilityImplication(core(in, "core"), in.id("ext"), implied, in.ids("implies_ext"));
    in.end();
    return implication;
  }

  private static Optional<CoreCapability> core(ObjectReader in, String key) {
    return in.text(key).flatMap(word -> capability(in, key, word));
  }

  private static Optional<CoreCapability> capability(ObjectReader in, String key, String word) {
    Optional<CoreCapability> found =
        Arrays.stream(CoreCapability.values()).filter(each -> each.name().equals(word)).findFirst();
    if (found.isEmpty()) {
      in.problem(key, Quoted.of(word) + " is none of " + names(List.of(CoreCapability.values())));
    }
    return found;
  }

  private static String names(Collection<CoreCapability> capabilities) {
    return capabilities.stream().map(Enum::name).collect(Collectors.joining(", "));
  }
}
