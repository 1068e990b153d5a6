package io.entdb.benchmarks.service;

/** What one request asks for. */
enum Work {
  /** A new node; answered when it is durable. */
  CREATE_DURABLE("create, until durable"),

  /** A new node; answered when it can be read. */
  CREATE_READABLE("create, until readable"),

  /** A node by its id. */
  READ("read by id");

  private final String label;

  Work(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
