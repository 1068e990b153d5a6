package io.entdb.systemtests.support;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part.Kind;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One stack for all tests that leave it as they found it: everything runs, and tenants of their own
 * keep them apart. Gives a test the parameter {@link LocalStack}.
 */
public final class SharedStack implements ParameterResolver {
  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(SharedStack.class);

  /** What JUnit closes after the last test. */
  private record Running(LocalStack stack) implements AutoCloseable {
    static Running start() {
      LocalStack stack =
          LocalStack.builder()
              .environment(Kind.GATEWAY, Client.ADMIN_VARIABLE, Client.ADMIN_TOKEN)
              .environment(Kind.APPLIER, Client.ADMIN_VARIABLE, Client.ADMIN_TOKEN)
              .environment(Kind.APPLIER, "ENTDB_CHECKPOINT_INTERVAL", "PT5S")
              .start();
      TestSchema.putAsDefault(Client.of(stack.rest()));
      return new Running(stack);
    }

    @Override
    public void close() {
      stack.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalStack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SPACE)
        .computeIfAbsent("stack", absent -> Running.start(), Running.class)
        .stack();
  }
}
