package org.fierce.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = FierceCommand.class.getPackage().getImplementationVersion();
    return new String[] {
      "fierce " + (version == null ? "(not packaged)" : version),
      "Java %s, %s %s"
          .formatted(
              Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"))
    };
  }
}
