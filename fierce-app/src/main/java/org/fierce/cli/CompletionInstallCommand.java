package org.fierce.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fierce.files.AtomicFiles;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fierce completion install}: writes the script to where the shell looks for it. */
@Command(
    name = "install",
    description = {"Write the completion script to where the shell finds it.", ""},
    footerHeading = "%nExample:%n",
    footer = "  fierce completion install --shell bash")
final class CompletionInstallCommand implements Callable<Integer> {
  /** A shell that the script is for. */
  enum Shell {
    bash,
    zsh;

    /** The one that a path, as that of {@code $SHELL}, names. */
    static Shell of(@Nullable String path) {
      String name = path == null ? "" : String.valueOf(Path.of(path).getFileName());
      for (Shell shell : values()) {
        if (name.equals(shell.name())) {
          return shell;
        }
      }
      throw new IllegalArgumentException(
          "cannot tell the shell%s; name it: --shell bash or --shell zsh"
              .formatted(path == null ? "" : " (SHELL is \"%s\")".formatted(path)));
    }

    /** Where this shell's users keep such a script. */
    Path file(Map<String, String> environment, Path home) {
      Path data = folder(environment, "XDG_DATA_HOME", home.resolve(".local/share"));
      return this == zsh
          ? data.resolve("fierce/completion.sh")
          : folder(environment, "BASH_COMPLETION_USER_DIR", data.resolve("bash-completion"))
              .resolve("completions/fierce");
    }

    private static Path folder(Map<String, String> environment, String name, Path otherwise) {
      String value = environment.getOrDefault(name, "");
      return value.isEmpty() ? otherwise : Path.of(value);
    }
  }

  /** Where systems keep what makes bash look for scripts by itself. */
  private static final List<Path> LOADERS =
      List.of(
          Path.of("/usr/share/bash-completion/bash_completion"),
          Path.of("/etc/bash_completion"),
          Path.of("/usr/local/etc/profile.d/bash_completion.sh"),
          Path.of("/opt/homebrew/etc/profile.d/bash_completion.sh"));

  private final Streams streams;

  @Spec private CommandSpec spec;

  @Option(
      names = "--shell",
      paramLabel = "SHELL",
      description = "${COMPLETION-CANDIDATES}; default: the one that $SHELL names.")
  private @Nullable Shell shell;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "File to write; default: where the shell, or its users, keep such scripts.")
  private @Nullable Path file;

  CompletionInstallCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    Shell chosen = shell == null ? Shell.of(System.getenv("SHELL")) : shell;
    Path target =
        file == null
            ? chosen.file(System.getenv(), Path.of(System.getProperty("user.home")))
            : file;
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    String script = AutoComplete.bash("fierce", spec.root().commandLine());
    AtomicFiles.write(target, script.getBytes(StandardCharsets.UTF_8));
    boolean isFound =
        chosen == Shell.bash && file == null && LOADERS.stream().anyMatch(Files::exists);
    streams.out().println(words(chosen, target, isFound));
    return ExitCodes.DONE;
  }

  /**
   * What to do for it to work.
   *
   * @param isFound whether new shells find the file by themselves
   */
  static String words(Shell shell, Path file, boolean isFound) {
    return isFound
        ? "New shells complete fierce by Tab. In this one: source %s".formatted(file)
        : "Completion is in %s. Add this line to ~/.%src, for this and every new shell:%n  source %1$s"
            .formatted(file, shell);
  }
}
