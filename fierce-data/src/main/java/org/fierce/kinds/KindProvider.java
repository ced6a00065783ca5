package org.fierce.kinds;

import java.util.List;

/**
 * Adds kinds to what a configuration can name. A provider is a public class with a constructor
 * without arguments that is named in {@code META-INF/services/org.fierce.kinds.KindProvider} of its
 * library ({@link java.util.ServiceLoader}).
 *
 * <p>Each kind is a record of its options. A resource {@code TYPE.schema.json} in its package, a
 * piece of a JSON Schema, gives them words, bounds and defaults; without it each has to be given
 * but those that may be null.
 */
@FunctionalInterface
public interface KindProvider {
  /** What this library adds. */
  List<Kind<?>> kinds();
}
