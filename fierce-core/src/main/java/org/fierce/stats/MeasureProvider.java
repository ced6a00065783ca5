package org.fierce.stats;

import java.util.List;

/**
 * Says in words what the scores of a library's own evaluators are. A provider is a public class
 * with a constructor without arguments that is named in {@code
 * META-INF/services/org.fierce.stats.MeasureProvider} of its library ({@link
 * java.util.ServiceLoader}). A key that nobody provides is shown as it is, and larger is taken to
 * be better unless it names an error.
 */
@FunctionalInterface
public interface MeasureProvider {
  /** The measures, of keys that Fierce does not give itself. */
  List<Measure> measures();
}
