package io.entdb.store;

import io.entdb.model.Grant;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Storage;
import io.entdb.model.Value;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Precondition;
import io.entdb.model.schema.CapabilityRules;
import io.entdb.model.schema.DataPolicy;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SubjectExit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A small schema that uses what the rules know, and operations on it. */
public final class Shop {
  public static final int PERSON = 1;
  public static final int ITEM = 2;
  public static final int KNOWS = 10;
  public static final int SPOUSE = 11;

  public static final int NAME = 1;
  public static final int EMAIL = 2;
  public static final int AGE = 3;
  public static final int STATE = 4;
  public static final int FRIEND = 5;
  public static final int CITY = 6;
  public static final int STREET = 7;

  public static final NodeType PERSONS =
      new NodeType(
          PERSON,
          "Person",
          List.of(
              field(NAME, "name", FieldKind.STR).required().build(),
              field(EMAIL, "email", FieldKind.STR).unique().build(),
              field(AGE, "age", FieldKind.INT).indexed().build(),
              field(STATE, "state", FieldKind.ENUM).values("new", "old").build(),
              field(FRIEND, "friend", FieldKind.REF).refersTo(PERSON).build(),
              field(CITY, "city", FieldKind.STR).build(),
              field(STREET, "street", FieldKind.STR).build()),
          false,
          "",
          Optional.empty(),
          DataPolicy.PERSONAL,
          0,
          "",
          0,
          List.of(List.of(CITY, STREET)),
          List.of(),
          CapabilityRules.NONE);

  public static final NodeType ITEMS =
      NodeType.of(ITEM, "Item", List.of(field(1, "title", FieldKind.STR).searchable().build()));

  public static final Schema SCHEMA =
      Schema.of(
          List.of(PERSONS, ITEMS),
          List.of(
              EdgeType.of(KNOWS, "knows", PERSON, PERSON),
              new EdgeType(
                  SPOUSE,
                  "spouse",
                  PERSON,
                  PERSON,
                  List.of(),
                  SubjectExit.BOTH,
                  true,
                  false,
                  false,
                  "",
                  DataPolicy.PERSONAL,
                  List.of())));

  private Shop() {}

  public static Operation.CreateNode person(String id, Map<Integer, Value> fields) {
    return new Operation.CreateNode(
        PERSON, new NodeId(id), "", Payload.of(fields), Optional.empty());
  }

  public static Operation.CreateNode person(String id, String name) {
    return person(id, Map.of(NAME, str(name)));
  }

  public static Operation.CreateNode withAlias(Operation.CreateNode op, String alias) {
    return new Operation.CreateNode(
        op.typeId(),
        op.id(),
        alias,
        op.payload(),
        op.acl(),
        op.onConflict(),
        op.storage(),
        op.recipients());
  }

  public static Operation.CreateNode withAcl(Operation.CreateNode op, Grant... acl) {
    return new Operation.CreateNode(
        op.typeId(), op.id(), op.alias(), op.payload(), Optional.of(List.of(acl)));
  }

  public static Operation.CreateNode withRecipients(
      Operation.CreateNode op, Principal... recipients) {
    return new Operation.CreateNode(
        op.typeId(),
        op.id(),
        op.alias(),
        op.payload(),
        op.acl(),
        op.onConflict(),
        op.storage(),
        List.of(recipients));
  }

  public static Operation.CreateNode storedIn(Operation.CreateNode op, Storage storage) {
    return new Operation.CreateNode(
        op.typeId(),
        op.id(),
        op.alias(),
        op.payload(),
        op.acl(),
        op.onConflict(),
        storage,
        op.recipients());
  }

  public static Operation.UpdateNode update(String id, Map<Integer, Value> fields) {
    return new Operation.UpdateNode(
        byId(id), Payload.of(fields), OptionalLong.empty(), Optional.empty());
  }

  public static Operation.UpdateNode updateIf(
      String id, int field, Value equals, Map<Integer, Value> fields) {
    return new Operation.UpdateNode(
        byId(id),
        Payload.of(fields),
        OptionalLong.empty(),
        Optional.of(new Precondition(field, equals)));
  }

  public static Operation.CreateEdge edge(int type, String from, String to) {
    return new Operation.CreateEdge(type, byId(from), byId(to), Payload.EMPTY);
  }

  public static NodeRef byId(String id) {
    return new NodeRef.ById(new NodeId(id));
  }

  public static Value str(String text) {
    return new Value.Str(text);
  }

  public static Value num(long number) {
    return new Value.Int(number);
  }

  private static FieldBuilder field(int id, String name, FieldKind kind) {
    return new FieldBuilder(id, name, kind);
  }

  private static final class FieldBuilder {
    private final int id;
    private final String name;
    private final FieldKind kind;
    private boolean required;
    private boolean unique;
    private boolean indexed;
    private boolean searchable;
    private List<String> values = List.of();
    private int refTypeId;

    FieldBuilder(int id, String name, FieldKind kind) {
      this.id = id;
      this.name = name;
      this.kind = kind;
    }

    FieldBuilder required() {
      required = true;
      return this;
    }

    FieldBuilder unique() {
      unique = true;
      return this;
    }

    FieldBuilder indexed() {
      indexed = true;
      return this;
    }

    FieldBuilder values(String... enumValues) {
      values = List.of(enumValues);
      return this;
    }

    FieldBuilder searchable() {
      searchable = true;
      return this;
    }

    FieldBuilder refersTo(int typeId) {
      refTypeId = typeId;
      return this;
    }

    FieldDef build() {
      return new FieldDef(
          id,
          name,
          kind,
          required,
          "",
          values,
          refTypeId,
          indexed,
          searchable,
          unique,
          false,
          false,
          "");
    }
  }
}
