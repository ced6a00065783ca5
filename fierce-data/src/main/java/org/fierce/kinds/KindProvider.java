package org.fierce.kinds;

import java.util.List;

/**
 * Adds kinds to what a configuration can name. A provider is a public class with a constructor
 * without arguments that is named in {@code META-INF/services/org.fierce.kinds.KindProvider} of its
 * library ({@link java.util.ServiceLoader}).
 */
@FunctionalInterface
public interface KindProvider {
  /** What this library adds. */
  List<Kind<?>> kinds();
}
