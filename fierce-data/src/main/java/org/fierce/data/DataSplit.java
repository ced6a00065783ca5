package org.fierce.data;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a data set. Coarse and fine names agree between the parts.
 *
 * @param train rows to learn from
 * @param validation rows held out of the training rows, or null where none were asked for
 * @param test rows for the final score only
 * @param encoder what made inputs of the raw rows, of these and of any new one
 * @param scene the picture that the rows are pixels of, or null where they are none
 * @param novel rows of classes that no training row has, for few-shot accuracy alone, or null;
 *     their coarse labels and fine targets are those classes, of which the other parts know nothing
 * @param columns what each column of a table was taken for; empty where the rows are of none
 * @param notes sentences on how the files were read that a reader of the scores must know
 */
public record DataSplit(
    Dataset train,
    @Nullable Dataset validation,
    Dataset test,
    RowEncoder encoder,
    @Nullable ScenePlaces scene,
    @Nullable Dataset novel,
    List<ColumnProfile> columns,
    List<String> notes) {
  /**
   * Checks that the encoder makes such rows.
   *
   * @throws IllegalArgumentException if it makes rows of another shape
   */
  public DataSplit {
    columns = List.copyOf(columns);
    notes = List.copyOf(notes);
    if (!encoder.shape().equals(train.shape())) {
      throw new IllegalArgumentException(
          "the encoder makes rows of %s, but those of %s have %s"
              .formatted(encoder.shape(), train.name(), train.shape()));
    }
  }

  /** The parts of a data set without novel rows, scene or notes. */
  public DataSplit(Dataset train, @Nullable Dataset validation, Dataset test, RowEncoder encoder) {
    this(train, validation, test, encoder, null, null, List.of(), List.of());
  }

  /** The same with other rows in its parts. */
  public DataSplit withParts(Dataset trainRows, @Nullable Dataset heldOut, Dataset testRows) {
    return new DataSplit(trainRows, heldOut, testRows, encoder, scene, novel, columns, notes);
  }

  /** The same as pixels of a scene. */
  public DataSplit in(ScenePlaces places) {
    return new DataSplit(train, validation, test, encoder, places, novel, columns, notes);
  }

  /** The same with rows of classes that no training row has. */
  public DataSplit withNovel(Dataset rows) {
    return new DataSplit(train, validation, test, encoder, scene, rows, columns, notes);
  }

  /** The same with what the columns of its table were taken for. */
  public DataSplit withColumns(List<ColumnProfile> profiles) {
    return new DataSplit(train, validation, test, encoder, scene, novel, profiles, notes);
  }

  /** The same with more notes. */
  public DataSplit noted(List<String> more) {
    return new DataSplit(
        train,
        validation,
        test,
        encoder,
        scene,
        novel,
        columns,
        Stream.concat(notes.stream(), more.stream()).toList());
  }
}
