package io.entdb.systemtests.support;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part.Kind;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One stack for all tests that leave it as they found it: everything runs, and tenants of their own
 * keep them apart. Gives a test the parameter {@link LocalStack}. It runs until the process ends:
 * Maven's test plans end with each class where several processes share the classes.
 */
public final class SharedStack implements ParameterResolver {
  private static final class Running {
    private static final LocalStack STACK = start();

    private static LocalStack start() {
      LocalStack stack =
          LocalStack.builder()
              .environment(Kind.GATEWAY, Client.ADMIN_VARIABLE, Client.ADMIN_TOKEN)
              .environment(Kind.APPLIER, Client.ADMIN_VARIABLE, Client.ADMIN_TOKEN)
              .environment(Kind.APPLIER, "ENTDB_CHECKPOINT_INTERVAL", "PT5S")
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop the shared stack"));
      TestSchema.putAsDefault(Client.of(stack.rest()));
      return stack;
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalStack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Running.STACK;
  }
}
