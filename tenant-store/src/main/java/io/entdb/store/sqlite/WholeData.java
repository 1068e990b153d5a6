package io.entdb.store.sqlite;

import io.entdb.store.StoreState.Work;

/** Changes of a tenant's data as a whole; each answers what follows from it for the progress. */
final class WholeData {
  private final Statements statements;
  private final RowHash hash;
  private final DataTables tables;

  WholeData(Statements statements, RowHash hash) {
    this.statements = statements;
    this.hash = hash;
    this.tables = new DataTables(statements);
  }

  /** Nothing stays of the life before. */
  Progress beginLife(Progress now, long incarnation) {
    tables.clear(DataTables.CROSSING);
    tables.clear(DataTables.DATA);
    return now.emptied(incarnation, new Digest(), Work.NONE);
  }

  /** What crosses tenants stays. */
  Progress erase(Progress now) {
    tables.clear(DataTables.DATA);
    return now.emptied(now.incarnation(), ofWhatIsLeft(), now.work());
  }

  /** Puts what an image holds in place of the data. */
  Progress rebase(Progress now, Statements image) {
    tables.clear(ImageCopy.TABLES);
    CachedSchema schema = CachedSchema.in(image);
    Digest digest = ofWhatIsLeft();
    new ImageCopy(image, statements, new ChangeWriter(statements, hash, digest, Assumptions.none()))
        .run(schema.schema());
    return now.withData(digest, schema);
  }

  private Digest ofWhatIsLeft() {
    var digest = new Digest();
    new LogicalRows(statements).each((_, rowHash) -> digest.add(rowHash));
    return digest;
  }
}
