package org.fierce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fierce.compare.ComparisonReport;
import org.fierce.evaluate.LabelCurve;
import org.fierce.files.FolderLock;
import org.fierce.run.Answer;
import org.fierce.run.DetailReport;
import org.fierce.run.EpochScores;
import org.fierce.run.Examples;
import org.fierce.run.LabelCurveFile;
import org.fierce.run.MapPoints;
import org.fierce.run.Neighbours;
import org.fierce.run.Pictures;
import org.fierce.run.PixelPlaces;
import org.fierce.run.RunFolder;
import org.fierce.run.RunRecord;
import org.fierce.run.Scores;
import org.fierce.run.TableValues;
import org.fierce.tune.TuningReport;
import org.junit.jupiter.api.Test;

/** {@code docs/run-folder.md} tells of every file with its class and keys. */
class RunFolderPageTest {
  private static final Path PAGE = Path.of("../docs/run-folder.md");
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  private static Map<String, String> classes() {
    Map<String, String> classes = new LinkedHashMap<>();
    classes.put(RunFolder.CONFIG, "ConfigReader");
    classes.put(RunRecord.FILE, "RunRecord");
    classes.put(RunFolder.METRICS, "MetricsLog");
    classes.put(EpochScores.FILE, "EpochScores");
    classes.put(RunFolder.MODEL, "ModelDescription");
    classes.put(RunFolder.WEIGHTS, "Weights");
    classes.put(RunFolder.READOUT, "Readout");
    classes.put(RunFolder.CHECKPOINT, "CheckpointFolder");
    classes.put(Scores.FILE, "Scores");
    classes.put(Examples.FILE, "Examples");
    classes.put(DetailReport.FILE, "DetailReport");
    classes.put(Answer.FILE, "Answer");
    classes.put(LabelCurveFile.FILE, "LabelCurveFile");
    classes.put(MapPoints.FILE, "MapPoints");
    classes.put(Neighbours.FILE, "Neighbours");
    classes.put(Pictures.FILE, "Pictures");
    classes.put(Pictures.TEST_SHEET, "Pictures");
    classes.put(Pictures.TRAIN_SHEET, "Pictures");
    classes.put(TableValues.FILE, "TableValues");
    classes.put(PixelPlaces.FILE, "PixelPlaces");
    classes.put(RunFolder.REPORT, "HtmlReport");
    classes.put(FolderLock.FILE, "FolderLock");
    classes.put(ComparisonReport.FILE, "ComparisonReport");
    classes.put(TuningReport.FILE, "TuningReport");
    classes.put(TuningReport.TUNED, "ConfigReader");
    return classes;
  }

  @Test
  void everyFileStandsThereWithItsClass() throws IOException {
    String page = Files.readString(PAGE);
    classes()
        .forEach(
            (file, type) -> assertThat(page).contains("\n| `%s` | `%s` | ".formatted(file, type)));
  }

  @Test
  void everyKeyOfARecordStandsThere() throws IOException {
    String page = Files.readString(PAGE);
    for (Class<?> type :
        List.of(
            MapPoints.class,
            MapPoints.Layout.class,
            Neighbours.class,
            Neighbours.Query.class,
            Neighbours.Neighbour.class,
            Pictures.class,
            TableValues.class,
            TableValues.Rows.class,
            PixelPlaces.class,
            LabelCurve.class,
            LabelCurve.Line.class,
            LabelCurve.Point.class,
            LabelCurve.Difference.class,
            EpochScores.Entry.class)) {
      for (RecordComponent key : type.getRecordComponents()) {
        assertThat(page).as(type.getSimpleName()).contains("`" + key.getName() + "`");
      }
    }
  }

  @Test
  void noFileOfAKeptFolderIsLeftOut() throws IOException {
    try (Stream<Path> files = Files.walk(GOLDEN)) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .filter(file -> !file.startsWith(GOLDEN.resolve("data")))
                  .filter(file -> !file.toString().contains("/checkpoint/"))
                  .map(file -> file.getFileName().toString())
                  .distinct())
          .isNotEmpty()
          .allMatch(classes()::containsKey);
    }
  }
}
