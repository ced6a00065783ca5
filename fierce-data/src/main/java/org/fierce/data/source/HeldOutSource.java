package org.fierce.data.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FolderDigest;
import org.fierce.data.RowColumns;
import org.fierce.data.split.Splits;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;

/**
 * The training rows of another source, of which a part is held out as test rows, for choices that
 * may look neither at test rows nor at fine targets. Its fine targets are the other source's coarse
 * labels; its coarse labels are those too, or groups of them. The other source's test rows,
 * validation rows are let go as soon as it has read them, and so are, unless asked for, its fine
 * targets.
 *
 * @param of the other source
 * @param fraction share of its training rows to hold out, above 0 and below 1, drawn class by class
 *     as {@link Splits#fraction(CoarseLabels, double, long)} draws
 * @param seed of the draw
 * @param groups which coarse classes are one class here, each class in one group; empty to keep
 *     them apart
 * @param fine what is asked of the rows: {@link Fine#COARSE} with or without groups, or {@link
 *     Fine#OWN} without
 */
public record HeldOutSource(
    DataSource of, double fraction, long seed, List<List<String>> groups, Fine fine)
    implements DataSource {
  /** What the fine targets are. */
  public enum Fine {
    /** The other source's coarse labels: nothing that coarse labels do not tell is looked at. */
    @JsonProperty("coarse")
    COARSE,
    /**
     * The other source's own fine targets, of its training rows only: for developing a method on
     * data whose test rows stay unseen.
     */
    @JsonProperty("own")
    OWN
  }

  /**
   * Checks the numbers; the names of the groups are checked against the data.
   *
   * @throws IllegalArgumentException if the fraction is not strictly between 0 and 1, or there is
   *     one group only or an empty one, or groups meet own fine targets
   */
  public HeldOutSource {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "fraction is %s; it must be above 0 and below 1".formatted(fraction));
    }
    groups = groups.stream().map(List::copyOf).toList();
    if (groups.size() == 1 || groups.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException(
          "groups are %s; name at least two, each with a coarse class, or none".formatted(groups));
    }
    if (fine == Fine.OWN && !groups.isEmpty()) {
      throw new IllegalArgumentException(
          "groups %s merge coarse classes to recover them, but fine: own asks for the source's own fine targets; leave out one of the two"
              .formatted(groups));
    }
  }

  /** Coarse labels as they are. */
  public static HeldOutSource of(DataSource source, double fraction, long seed) {
    return new HeldOutSource(source, fraction, seed, List.of(), Fine.COARSE);
  }

  @Override
  public DataSplit open(DataRoot root, long addend) throws IOException {
    DataSplit whole = of.open(root, addend);
    Dataset rows = whole.train();
    if (fine == Fine.OWN) {
      FineTargets known = rows.fine();
      Dataset asked = known == null ? rows : rows.select(known.known());
      return parted(asked, asked.coarse(), whole, seed + addend);
    }
    return parted(relabelled(rows), rows.coarse(), whole, seed + addend);
  }

  /** Draws by the source's own coarse labels, whatever the rows are labelled here. */
  private DataSplit parted(Dataset rows, CoarseLabels own, DataSplit whole, long drawSeed) {
    Splits.Parts parts = Splits.fraction(own, fraction, drawSeed);
    return new DataSplit(
            rows.select(parts.remaining()), null, rows.select(parts.drawn()), whole.encoder())
        .noted(whole.notes());
  }

  @Override
  public RowColumns rowColumns() {
    return of.rowColumns();
  }

  @Override
  public boolean canBeMirrored() {
    return of.canBeMirrored();
  }

  @Override
  public List<Path> files(DataRoot root) throws IOException {
    return of.files(root);
  }

  @Override
  public List<FolderDigest> folders(DataRoot root) throws IOException {
    return of.folders(root);
  }

  private Dataset relabelled(Dataset rows) {
    CoarseLabels known = rows.coarse();
    FineTargets asked = new FineTargets.Classes(known.labels(), known.names());
    return new Dataset(
        rows.name(), rows.inputs(), groups.isEmpty() ? known : grouped(known), asked, rows.ids());
  }

  private CoarseLabels grouped(CoarseLabels known) {
    Map<String, Integer> groupOf = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (List<String> group : groups) {
      for (String name : group) {
        if (!known.names().contains(name)) {
          throw new IllegalArgumentException(
              "groups name the coarse class \"%s\", which the data does not have; it has %s"
                  .formatted(name, known.names()));
        }
        if (groupOf.put(name, names.size()) != null) {
          throw new IllegalArgumentException(
              "groups name the coarse class \"%s\" twice; each class has one group"
                  .formatted(name));
        }
      }
      names.add(String.join(" + ", group));
    }
    int[] ofClass = new int[known.classes()];
    for (int c = 0; c < ofClass.length; c++) {
      Integer group = groupOf.get(known.names().get(c));
      if (group == null) {
        throw new IllegalArgumentException(
            "no group names the coarse class \"%s\"; each class has one group"
                .formatted(known.names().get(c)));
      }
      ofClass[c] = group;
    }
    int[] labels = new int[known.size()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = ofClass[known.labels()[row]];
    }
    return new CoarseLabels(labels, known.among().grouped(names, ofClass));
  }
}
