package org.fierce.config;

/**
 * A configuration that cannot be used. The message names the place (file, line and column, or the
 * {@code --set} that put the value there), the value, what was expected, and the remedy.
 */
public final class ConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(message);
  }

  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
