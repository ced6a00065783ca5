package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.fierce.cli.CompletionInstallCommand.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionInstallCommandTest {
  private static final Path HOME = Path.of("/home/ada");

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int fierce(String... arguments) {
    Terminal plain = new Terminal(false, false, 100);
    return FierceCommand.execute(
        new Streams(new PrintWriter(out, true), new PrintWriter(err, true), plain, plain),
        arguments);
  }

  @Test
  void theScriptIsWrittenWithAllCommandsAndTheLineToAddIsTold() throws IOException {
    Path file = folder.resolve("new/fierce");
    assertThat(fierce("completion", "install", "--shell", "zsh", "--file", file.toString()))
        .isZero();
    assertThat(Files.readString(file)).contains("predict", "--coarse", "classes", "completion");
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            "Completion is in %s. Add this line to ~/.zshrc, for this and every new shell:\n  source %1$s\n"
                .formatted(file));
  }

  @Test
  void bashCompletesCommandsAndOptionsByIt() throws IOException, InterruptedException {
    assumeThat(Path.of("/bin/bash")).exists();
    Path file = folder.resolve("fierce");
    assertThat(fierce("completion", "install", "--shell", "bash", "--file", file.toString()))
        .isZero();
    String asked =
        "source '%s'; COMP_WORDS=(fierce classes ''); COMP_CWORD=2; COMP_LINE='fierce classes '; _complete_fierce; echo \"${COMPREPLY[@]}\""
            .formatted(file);
    Process bash =
        new ProcessBuilder("/bin/bash", "--norc", "-c", asked).redirectErrorStream(true).start();
    String replies = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).isZero();
    assertThat(replies).contains("add", "list", "remove");
  }

  @Test
  void aFileStandsWhereTheUsersOfAShellKeepIt() {
    assertThat(Shell.bash.file(Map.of(), HOME))
        .isEqualTo(HOME.resolve(".local/share/bash-completion/completions/fierce"));
    assertThat(Shell.bash.file(Map.of("XDG_DATA_HOME", "/data"), HOME))
        .isEqualTo(Path.of("/data/bash-completion/completions/fierce"));
    assertThat(Shell.bash.file(Map.of("BASH_COMPLETION_USER_DIR", "/own"), HOME))
        .isEqualTo(Path.of("/own/completions/fierce"));
    assertThat(Shell.zsh.file(Map.of("XDG_DATA_HOME", ""), HOME))
        .isEqualTo(HOME.resolve(".local/share/fierce/completion.sh"));
  }

  @Test
  void theShellIsTheOneThatTheEnvironmentNames() {
    assertThat(Shell.of("/usr/bin/zsh")).isEqualTo(Shell.zsh);
    assertThat(Shell.of("/bin/bash")).isEqualTo(Shell.bash);
    assertThatThrownBy(() -> Shell.of("/usr/bin/fish"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cannot tell the shell (SHELL is \"/usr/bin/fish\"); name it: --shell bash or --shell zsh");
    assertThatThrownBy(() -> Shell.of(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot tell the shell; name it: --shell bash or --shell zsh");
  }

  @Test
  void whereBashFindsItNothingNeedsToBeAdded() {
    assertThat(CompletionInstallCommand.words(Shell.bash, Path.of("f"), true))
        .isEqualTo("New shells complete fierce by Tab. In this one: source f");
  }
}
