package io.entdb.store;

/** A piece of work over one consistent state of a tenant. */
@FunctionalInterface
public interface Reading<T> {
  T read(TenantReader reader);
}
