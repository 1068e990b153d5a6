package io.entdb.objects;

final class InMemoryObjectStoreTest extends ObjectStoreContract {
  @Override
  protected ObjectStore store() {
    return new InMemoryObjectStore();
  }
}
