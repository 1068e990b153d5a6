package io.entdb.benchmarks.service;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** A system under load. Its processes run on this machine and are its own. */
interface Peer extends AutoCloseable {
  /** What tables call it: product and what an acknowledgement is worth. */
  String label();

  /** One more connection to it. */
  Session connect() throws Exception;

  /** Creates nodes, as many at once as it likes, and returns their ids once they can be read. */
  List<String> fill(int count) throws Exception;

  /** How many nodes it has. */
  long count() throws Exception;

  /** The processes that do its work, children of theirs included. */
  List<Long> pids();

  @Override
  void close() throws IOException, SQLException;

  /** One connection, used by one thread. Every answer is checked; a bad one is an exception. */
  interface Session extends AutoCloseable {
    /** Creates a node and returns its id. */
    String create(Account account, Work work) throws Exception;

    /** Reads a node that exists. */
    void read(String id) throws Exception;

    /** Returns when everything that this session has created can be read. */
    void settle() throws Exception;

    @Override
    void close() throws IOException, SQLException;
  }
}
