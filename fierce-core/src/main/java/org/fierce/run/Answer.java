package org.fierce.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * What a run or a comparison says first, {@code answer.json}: one sentence, the few scores that
 * bear it out, the features that the model file uses, and what to do next. The terminal prints it,
 * a report opens with it; all scores stand elsewhere.
 *
 * @param question what was asked, with the name of the data set, as "Letters: told the alphabet,
 *     which character is it?"
 * @param verdict one sentence that answers it
 * @param standing what the verdict comes to
 * @param coarse how well the coarse label is told, the features' own first; empty where nothing was
 *     trained on it
 * @param fine how well the fine target is told, the features' own first; empty where nobody knows
 *     it
 * @param features what the model file uses, or null where there is no model file
 * @param notes what a reader must know before the numbers, as rows that were left out
 * @param next commands to go on with, as they can be pasted
 */
public record Answer(
    String question,
    String verdict,
    Standing standing,
    List<Bar> coarse,
    List<Bar> fine,
    @Nullable ChosenFeatures features,
    List<String> notes,
    List<String> next) {
  public static final String FILE = "answer.json";

  /** What a verdict comes to. */
  public enum Standing {
    /** Training is ahead of all that costs nothing, beyond chance. */
    PAID,
    /** What costs nothing is as good or better. */
    DID_NOT_PAY,
    /** Ahead or behind, but not beyond chance. */
    CANNOT_TELL,
    /** No fine target is known, so nobody can say. */
    NOT_ASKED
  }

  /**
   * One score to be drawn as a bar.
   *
   * @param name of what was scored: {@code features} or a method's name, {@code raw-input}, {@code
   *     untrained-layers}, {@code coarse-class}, {@code commonest-class}, {@code fine-ceiling}
   * @param words the same for people, as "raw columns"
   * @param key of the score
   * @param value of it, finite
   * @param low lower end of its interval, NaN where there is none
   * @param high upper end of its interval, NaN where there is none
   */
  public record Bar(String name, String words, String key, double value, double low, double high) {}

  /**
   * The features that the model file uses for the fine target, and why.
   *
   * @param chosen name of the candidate
   * @param words the same for people, as "the raw columns"
   * @param why they were, as "best on 64 validation rows"
   * @param criterion how the candidates were compared, as "64 validation rows"
   * @param candidates what each came to, the best first; empty where nothing was compared
   */
  public record ChosenFeatures(
      String chosen, String words, String why, String criterion, List<Bar> candidates) {
    /** Copies the list. */
    public ChosenFeatures {
      candidates = List.copyOf(candidates);
    }
  }

  /** Copies the lists. */
  public Answer {
    Objects.requireNonNull(question);
    Objects.requireNonNull(verdict);
    Objects.requireNonNull(standing);
    coarse = List.copyOf(coarse);
    fine = List.copyOf(fine);
    notes = List.copyOf(notes);
    next = List.copyOf(next);
  }

  /** The same with more notes. */
  public Answer noted(List<String> more) {
    return new Answer(
        question,
        verdict,
        standing,
        coarse,
        fine,
        features,
        Stream.concat(notes.stream(), more.stream()).toList(),
        next);
  }

  /**
   * Reads a file.
   *
   * @throws DatasetFormatException if it is no such file
   */
  public static Answer read(Path file) throws IOException {
    return JsonFile.read(file, Answer.class);
  }

  /** Writes a file. */
  public void write(Path file) throws IOException {
    JsonFile.write(file, this);
  }
}
