package org.fierce.data;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a data set. Coarse and fine names agree between the parts.
 *
 * @param train rows to learn from
 * @param validation rows held out of the training rows, or null where none were asked for
 * @param test rows for the final score only
 * @param scene the picture that the rows are pixels of, or null where they are none
 * @param columns how a row reads in its table, or null where it comes from none
 * @param novel rows of classes that no training row has, for few-shot accuracy alone, or null;
 *     their coarse labels and fine targets are those classes, of which the other parts know nothing
 * @param reading how the files were read
 */
public record DataSplit(
    Dataset train,
    @Nullable Dataset validation,
    Dataset test,
    @Nullable ScenePlaces scene,
    @Nullable NamedColumns columns,
    @Nullable Dataset novel,
    Reading reading) {
  /** The parts of a data set of which no more is known. */
  public DataSplit(Dataset train, @Nullable Dataset validation, Dataset test) {
    this(train, validation, test, null, null, null, Reading.PLAIN);
  }

  /** The same with other training and validation rows. */
  public DataSplit withTraining(Dataset rows, @Nullable Dataset heldOut) {
    return new DataSplit(rows, heldOut, test, scene, columns, novel, reading);
  }

  /** The same as pixels of a scene. */
  public DataSplit in(ScenePlaces places) {
    return new DataSplit(train, validation, test, places, columns, novel, reading);
  }

  /** The same as rows of a table. */
  public DataSplit readBy(NamedColumns names) {
    return new DataSplit(train, validation, test, scene, names, novel, reading);
  }

  /** The same with rows of classes that no training row has. */
  public DataSplit withNovel(Dataset rows) {
    return new DataSplit(train, validation, test, scene, columns, rows, reading);
  }

  /** The same, read in this way. */
  public DataSplit read(Reading way) {
    return new DataSplit(train, validation, test, scene, columns, novel, way);
  }

  /** The same with rows of other inputs, labels or targets. */
  DataSplit withParts(Dataset trainRows, @Nullable Dataset heldOut, Dataset testRows) {
    return new DataSplit(trainRows, heldOut, testRows, scene, columns, novel, reading);
  }
}
