package io.entdb.systemtests.support;

import com.fasterxml.jackson.databind.JsonNode;

/** The schema that the tests' tenants begin with. */
public final class TestSchema {
  /** A note: a mark that names it, and a counter. */
  public static final int NOTE = 7;

  /** Field id of a note's mark. */
  public static final int MARK = 1;

  /** Field id of a note's counter. */
  public static final int COUNTER = 2;

  /** An edge from note to note. */
  public static final int LINK = 9;

  private TestSchema() {}

  /** The schema as JSON. */
  public static JsonNode json() {
    return Plan.parse(
        """
        {"node_types":[{"type_id":7,"name":"note","fields":[
           {"field_id":1,"name":"mark","kind":"str","indexed":true},
           {"field_id":2,"name":"counter","kind":"int","indexed":true},
           {"field_id":3,"name":"key","kind":"str","unique":true},
           {"field_id":4,"name":"extra","kind":"json"},
           {"field_id":5,"name":"blob","kind":"bytes"},
           {"field_id":6,"name":"state","kind":"enum","enum_values":["open","done"]},
           {"field_id":7,"name":"tags","kind":"list_str"},
           {"field_id":8,"name":"share","kind":"float"},
           {"field_id":9,"name":"flag","kind":"bool"},
           {"field_id":10,"name":"due","kind":"timestamp"},
           {"field_id":11,"name":"parent","kind":"ref","ref_type_id":7}]}],
         "edge_types":[{"edge_id":9,"name":"link","from_type_id":7,"to_type_id":7,
           "on_subject_exit":"both","props":[{"field_id":1,"name":"weight","kind":"int"}]}]}
        """);
  }

  /** Makes it the schema that every new tenant gets. */
  public static void putAsDefault(Client client) {
    client.putSchema("", json()).require(200);
  }
}
