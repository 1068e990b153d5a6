package io.entdb.gateway.commit;

import io.entdb.model.record.Operation;

/** One operation as a client wrote it: its form is checked, its names are not looked up yet. */
@FunctionalInterface
public interface Step {
  /**
   * The operation as it goes into the log.
   *
   * @param index which of the client's operations it is, from 0
   * @throws io.entdb.gateway.api.ApiException when it does not fit the tenant
   */
  Operation.Client bind(Binding binding, int index);
}
