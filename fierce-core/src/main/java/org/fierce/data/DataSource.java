package org.fierce.data;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where a data set comes from and how it is split: the options of one kind of source. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "source")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Cifar10Source.class, name = "cifar10"),
  @JsonSubTypes.Type(value = Cifar100Source.class, name = "cifar100"),
  @JsonSubTypes.Type(value = IdxSource.class, name = "idx"),
  @JsonSubTypes.Type(value = ImageSource.class, name = "images"),
  @JsonSubTypes.Type(value = TableSource.class, name = "table"),
  @JsonSubTypes.Type(value = MatSource.class, name = "mat"),
  @JsonSubTypes.Type(value = NpySource.class, name = "npy"),
  @JsonSubTypes.Type(value = TextSource.class, name = "text"),
  @JsonSubTypes.Type(value = SimulatedScene.class, name = "scene"),
  @JsonSubTypes.Type(value = CifarFsSource.class, name = "cifar-fs"),
  @JsonSubTypes.Type(value = TurnedSource.class, name = "turned"),
  @JsonSubTypes.Type(value = HeldOutSource.class, name = "held-out")
})
public interface DataSource {
  /**
   * Reads the data set.
   *
   * @throws DatasetFormatException if a file is malformed or a label does not fit
   * @throws IOException if a file is missing or cannot be read
   */
  DataSplit open(DataRoot root) throws IOException;

  /**
   * The files that {@link #open} reads, for provenance; empty for simulated data.
   *
   * @throws IOException if one is missing
   */
  List<Path> files(DataRoot root) throws IOException;

  /**
   * What folders of pictures hold that {@link #open} reads, for provenance; empty where there are
   * none.
   *
   * @throws IOException if one is missing
   */
  default List<FolderDigest> folders(DataRoot root) throws IOException {
    return List.of();
  }

  /**
   * The same source with this number added to every seed it holds, so that what it leaves to chance
   * (a simulation, a split, a sample of rows) is drawn anew; zero gives the same source.
   */
  DataSource plusSeed(long addend);
}
