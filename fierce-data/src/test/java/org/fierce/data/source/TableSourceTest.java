package org.fierce.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSourceContract;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.RowEncoder;
import org.fierce.data.SharedData;
import org.fierce.data.encode.TableEncoder;
import org.fierce.data.split.FineColumns;
import org.fierce.data.split.LabelColumns;
import org.fierce.data.split.SplitSpec;
import org.fierce.files.DatasetFormatException;
import org.fierce.kinds.Kinds;
import org.fierce.labels.FineTargets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableSourceTest extends DataSourceContract {
  private static final String TRAIN =
      "sku,rooms,colour,grade,price\np1,1,red,low,10\np2,2,blue,low,20\np3,3,red,high,30\np4,4,blue,high,40\n";
  private static final String TEST = "sku,rooms,colour,grade,price\np5,5,red,low,15\n";

  @TempDir Path folder;

  @Override
  protected DataRoot root() {
    return new DataRoot(List.of(folder));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** A source as the configuration binds it: defaults are absent. */
  private static TableSource source(String options) throws JsonProcessingException {
    return Kinds.all()
        .register(new ObjectMapper())
        .readValue(
            "{\"source\": \"table\", \"train\": \"train.csv\", \"header\": true, "
                + options.replace('\'', '"')
                + "}",
            TableSource.class);
  }

  private static TableSource twoFiles(String options) throws JsonProcessingException {
    return source("'test': 'test.csv', " + options);
  }

  private DataSplit open(TableSource source) throws IOException {
    return source.open(root());
  }

  private static List<String> features(DataSplit split) {
    return ((TableEncoder) split.encoder()).featureNames();
  }

  private void refused(TableSource source, String... messages) {
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> source.open(root()))
        .satisfies(e -> assertThat(e.getMessage()).contains(messages));
  }

  private static float[] row(Dataset data, int row) {
    float[] values = new float[data.shape().values()];
    data.inputs().read(row, values, 0);
    return values;
  }

  @Override
  protected DataSource source() throws IOException {
    write("train.csv", TRAIN);
    write("test.csv", TEST);
    return twoFiles("'labels': {'coarse': 'grade', 'fine': 'price'}, 'id': 'sku'");
  }

  @Test
  void featuresAreAllColumnsButLabelsAndId() throws IOException {
    write("train.csv", TRAIN);
    write("test.csv", TEST);
    DataSplit read = open(twoFiles("'id': 'sku', 'labels': {'coarse': 'grade', 'fine': 'price'}"));
    assertThat(features(read)).containsExactly("rooms", "colour = blue", "colour = red");
    Dataset train = read.train();
    assertThat(row(train, 0)).containsExactly(1, 0, 1);
    assertThat(row(train, 1)).containsExactly(2, 1, 0);
    assertThat(row(read.test(), 0)).containsExactly(5, 0, 1);
    assertThat(train.ids()).containsExactly("p1", "p2", "p3", "p4");
    assertThat(train.coarse().names()).containsExactly("high", "low");
    assertThat(train.coarse().labels()).containsExactly(1, 1, 0, 0);
    assertThat(train.fine())
        .isInstanceOfSatisfying(
            FineTargets.Scalars.class,
            fine -> assertThat(fine.values()).containsExactly(10, 20, 30, 40));
  }

  @Test
  void edgesOfBinsComeFromTrainingRowsOnly() throws IOException {
    write("train.csv", TRAIN);
    write("test.csv", TEST.replace(",15", ",900000"));
    DataSplit split =
        twoFiles("'ignored': ['sku'], 'labels': {'coarse': 'bins(price, 2)', 'fine': 'price'}")
            .open(root());
    assertThat(split.train().coarse().names()).containsExactly("< 30", "≥ 30");
    assertThat(split.train().coarse().labels()).containsExactly(0, 0, 1, 1);
    assertThat(split.test().coarse().labels()).containsExactly(1);
    DataSplit given =
        twoFiles("'ignored': ['sku'], 'labels': {'coarse': 'bins(price, [11, 35])'}").open(root());
    assertThat(given.train().coarse().labels()).containsExactly(0, 1, 1, 2);
    refused(
        twoFiles("'ignored': ['sku'], 'labels': {'coarse': 'bins(price, [1, 35])'}"),
        "no training row falls in bin \"< 1\"");
  }

  @Test
  void sharesGiveTheLargestAsCoarseLabel() throws IOException {
    write("train.csv", "x,a,b\n1,0.7,0.3\n2,0.2,0.8\n3,0.5,0.5\n");
    write("test.csv", "x,a,b\n1,1,0\n");
    TableSource source = twoFiles("'labels': {'fine': {'shares': ['a', 'b']}}");
    DataSplit split = source.open(root());
    assertThat(split.train().coarse().labels()).containsExactly(0, 1, 0);
    assertThat(split.train().shape().values()).isEqualTo(1);
    write("test.csv", "x,a,b\n1,1,0.2\n");
    refused(source, "test.csv, line 2", "sum to");
  }

  @Test
  void aHierarchyGroupsAColumn() throws IOException {
    write("train.csv", TRAIN);
    write("test.csv", TEST);
    write("groups.csv", "fine,coarse\nred,warm\nblue,cold\n");
    TableSource source =
        twoFiles("'ignored': ['sku'], 'labels': {'fine': 'colour', 'hierarchy': 'groups.csv'}");
    assertThat(source.open(root()).train().coarse().names()).containsExactly("warm", "cold");
    assertThat(source.files(root())).hasSize(3);
    write("groups.csv", "fine,coarse\nred,warm\nblue,cold\ngreen,cold\n");
    refused(source, "groups.csv", "\"green\", unknown to the data");
    refused(twoFiles("'labels': {'hierarchy': 'groups.csv'}"), "needs a fine column");
  }

  @Test
  void missingValuesAreRefusedUnlessAPolicyIsStated() throws IOException {
    write("train.csv", TRAIN.replace("p2,2,", "p2,,").replace("p3,3,red", "p3,3,"));
    write("test.csv", TEST);
    String labels = "'ignored': ['sku'], 'labels': {'coarse': 'grade', 'fine': 'price'}";
    refused(
        twoFiles(labels),
        "train.csv and test.csv has 2 problems",
        "line 3 of train.csv: column rooms is missing",
        "1 of 5 rows");

    DataSplit dropped = twoFiles("'missing': 'drop', " + labels).open(root());
    assertThat(dropped.train().size()).isEqualTo(2);
    assertThat(dropped.train().name()).isEqualTo("train.csv without 2 rows with missing values");

    DataSplit mean = open(twoFiles("'missing': 'mean-indicator', " + labels));
    assertThat(features(mean))
        .containsExactly(
            "rooms", "rooms is missing", "colour is missing", "colour = blue", "colour = red");
    float eightThirds = 8 / 3f;
    assertThat(row(mean.train(), 1)).containsExactly(eightThirds, 1, 0, 1, 0);
    assertThat(row(mean.train(), 2)).containsExactly(3, 0, 1, 0, 0);

    RowEncoder columns = mean.encoder();
    assertThat(columns.columnNames()).containsExactly("rooms", "colour");
    assertThat(columns.cells(row(mean.train(), 0))).containsExactly(1f, "red");
    assertThat(columns.cells(row(mean.train(), 1))).containsExactly(null, "blue");
    assertThat(columns.cells(row(mean.train(), 2))).containsExactly(3f, null);
  }

  @Test
  void textsMayStandForMissingValues() throws IOException {
    write("train.csv", TRAIN.replace("p2,2,", "p2,?,"));
    write("test.csv", TEST);
    String options = "'ignored': ['sku'], 'labels': {'coarse': 'grade'}, 'missing': 'drop'";
    assertThat(twoFiles("'missingTexts': ['?'], " + options).open(root()).train().size())
        .isEqualTo(3);
    assertThat(twoFiles(options).open(root()).train().size()).isEqualTo(3);
    write("train.csv", TRAIN.replace("p2,2,", "p2,unknown,"));
    refused(
        twoFiles(options), "line 3 of train.csv: column rooms is \"unknown\", not a finite number");
  }

  @Test
  void aTableInWindows1252IsReadAsThatAndSaysSo() throws IOException {
    Files.write(
        folder.resolve("train.csv"),
        TRAIN.replace("red", "gr\u00fcn").getBytes(Charset.forName("windows-1252")));
    write("test.csv", TEST.replace("red", "gr\u00fcn"));
    TableSource source = twoFiles("'ignored': ['sku'], 'labels': {'coarse': 'grade'}");
    assertThat(features(open(source))).contains("colour = gr\u00fcn");
    assertThat(source.open(root()).notes())
        .contains("train.csv is read with text in windows-1252, as it is not UTF-8.");
  }

  @Test
  void whatIsNoNumberIsRefusedWithRowAndColumn() throws IOException {
    write("test.csv", TEST);
    TableSource source = twoFiles("'ignored': ['sku'], 'labels': {'coarse': 'grade'}");
    for (String text : new String[] {"two", "Infinity", "1e999", "0x1p3", "1f"}) {
      write("train.csv", TRAIN.replace("p2,2,", "p2," + text + ","));
      refused(source, "line 3 of train.csv: column rooms is \"" + text + "\", not a finite number");
    }
    write("train.csv", TRAIN);
    write("test.csv", TEST.replace("p5,5", "p5,NaN"));
    refused(source, "line 2 of test.csv: column rooms is missing (\"NaN\")");
  }

  @Test
  void aCategoryWithoutTrainingRowsFollowsTheStatedPolicy() throws IOException {
    write("train.csv", TRAIN);
    write("test.csv", TEST.replace("red", "green"));
    String options = "'ignored': ['sku'], 'labels': {'coarse': 'grade'}";
    refused(twoFiles(options), "line 2 of test.csv: column colour is \"green\"", "blue, red");
    DataSplit split = twoFiles("'unseen': 'zeros', " + options).open(root());
    assertThat(row(split.test(), 0)).containsExactly(5, 0, 0, 15);
  }

  @Test
  void numbersMayBeCategories() throws IOException {
    write("train.csv", TRAIN);
    write("test.csv", TEST.replace("p5,5", "p5,4"));
    assertThat(
            features(
                open(
                    twoFiles(
                        "'ignored': ['sku', 'colour', 'price'], 'categorical': ['rooms'], 'labels': {'coarse': 'grade'}"))))
        .containsExactly("rooms = 1", "rooms = 2", "rooms = 3", "rooms = 4");
  }

  @Test
  void malformedTablesAreRefused() throws IOException {
    TableSource source = twoFiles("'ignored': ['sku'], 'labels': {'coarse': 'grade'}");
    write("test.csv", TEST);
    write("train.csv", TRAIN + "p6,1,red,low\n");
    refused(source, "train.csv and test.csv, line 6 of train.csv has 4 cells; expected 5");
    write("train.csv", TRAIN + "p6,1,red,low,5,6\n");
    refused(source, "line 6 of train.csv has 6 cells");
    write("train.csv", TRAIN.replace("rooms,colour", "rooms,rooms"));
    refused(source, "line 1 of train.csv: column 3 has the name \"rooms\" of column 2");
    write("train.csv", TRAIN + "p6,1,\"red,low,5\n");
    refused(source, "train.csv");
    write("train.csv", "");
    refused(source, "train.csv has no rows");
    write("train.csv", TRAIN.replace("p3,3,red,high", "p3,3,red,"));
    refused(source, "line 4 of train.csv: column grade is empty");
    write("train.csv", TRAIN.replace("colour", "color"));
    refused(source, "need the same");
    Files.write(
        folder.resolve("train.csv"),
        "grade,x\n\u5317\u4eac\u6570\u636e\u96c6,1\n".getBytes(Charset.forName("GB18030")));
    refused(source, "is not UTF-8");
    write("train.csv", TRAIN);
    refused(
        twoFiles("'labels': {'coarse': 'shade'}"),
        "no column \"shade\"; it has sku, rooms, colour, grade, price");
    refused(
        twoFiles("'ignored': ['sku', 'rooms', 'colour', 'price'], 'labels': {'coarse': 'grade'}"),
        "no column left to learn from");
    refused(twoFiles("'id': 'colour', 'labels': {'coarse': 'grade'}"), "id \"red\"");
  }

  @Test
  void rowsMayBeSplitByAColumnOrADraw() throws IOException {
    write("train.csv", "x,g,part\n1,a,train\n2,b,train\n3,a,test\n4,b,test\n");
    DataSplit split = source("'split': {'column': 'part'}, 'labels': {'coarse': 'g'}").open(root());
    assertThat(split.train().ids()).containsExactly("0", "1");
    assertThat(split.train().shape().values()).isEqualTo(1);
    DataSplit drawn =
        source(
                "'split': {'fraction': 0.5, 'seed': 3}, 'ignored': ['part'], 'labels': {'coarse': 'g'}")
            .open(root());
    assertThat(drawn.train().coarse().labels()).containsExactlyInAnyOrder(0, 1);
    assertThat(drawn.test().size()).isEqualTo(2);
  }

  @Test
  void tablesMayHaveNoHeaderAndAnotherSeparator() throws IOException {
    write("train.csv", "\uFEFF1;a\n2;b\n3;a\n4;b\n");
    TableSource source =
        source("'split': {'fraction': 0.5}, 'separator': ';', 'labels': {'coarse': 'column2'}");
    TableSource withoutHeader =
        Kinds.all()
            .register(new ObjectMapper())
            .readValue(
                "{\"source\": \"table\", \"train\": \"train.csv\", \"header\": false, \"separator\": \";\", \"split\": {\"fraction\": 0.5}, \"labels\": {\"coarse\": \"column2\"}}",
                TableSource.class);
    assertThat(features(open(withoutHeader))).containsExactly("column1");
    refused(source, "no column \"column2\"");
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    LabelColumns labels = LabelColumns.coarse("g");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableSource.requireOneSplit(null, null))
        .withMessageContaining("neither a test file nor a split");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableSource.requireOneSplit("t", SplitSpec.byColumn("c")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelColumns("g", null, "groups.csv"))
        .withMessageContaining("not both");
    assertThatIllegalArgumentException().isThrownBy(() -> LabelColumns.coarse("bins(price"));
    assertThatIllegalArgumentException().isThrownBy(() -> FineColumns.ofShares("a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FineColumns("a", "b", null, null))
        .withMessageContaining("one of");
    assertThat(TableSource.of("t.csv", labels).split()).isNotNull();
  }

  @Test
  void theRealCaliforniaHousingLacksSomeBedrooms() throws IOException {
    Path file = SharedData.file("california-housing/housing.csv");
    DataRoot root = new DataRoot(List.of(Objects.requireNonNull(file.getParent())));
    LabelColumns labels = LabelColumns.of("bins(median_house_value, 2)", "median_house_value");
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> TableSource.of("housing.csv", labels).open(root))
        .withMessageContaining("total_bedrooms is missing")
        .withMessageContaining("207 of 20640 rows");
    String json =
        "{\"source\": \"table\", \"train\": \"housing.csv\", \"header\": true, \"missing\": \"%s\", \"split\": {\"fraction\": 0.2},"
            + " \"labels\": {\"coarse\": \"bins(median_house_value, 5)\", \"fine\": \"median_house_value\"}}";
    ObjectMapper mapper = Kinds.all().register(new ObjectMapper());
    DataSplit mean =
        mapper.readValue(json.formatted("mean-indicator"), TableSource.class).open(root);
    assertThat(features(mean))
        .hasSize(8 + 1 + 5)
        .contains("total_bedrooms is missing", "ocean_proximity = ISLAND");
    assertThat(mean.train().size()).isEqualTo(16_512);
    int[] counts = new int[5];
    for (int label : mean.train().coarse().labels()) {
      counts[label]++;
    }
    for (int count : counts) {
      assertThat((double) count).isCloseTo(16_512 / 5.0, within(60.0));
    }
    DataSplit dropped = mapper.readValue(json.formatted("drop"), TableSource.class).open(root);
    assertThat(dropped.train().size() + dropped.test().size()).isEqualTo(20_640 - 207);
  }

  @Test
  void theRealAbaloneHasNoHeaderAndACategory() throws IOException {
    Path file = SharedData.file("abalone/abalone.csv");
    DataRoot root = new DataRoot(List.of(Objects.requireNonNull(file.getParent())));
    TableSource source =
        Kinds.all()
            .register(new ObjectMapper())
            .readValue(
                "{\"source\": \"table\", \"train\": \"abalone.csv\", \"header\": false, \"names\": [\"sex\", \"length\", \"diameter\", \"height\","
                    + " \"whole\", \"shucked\", \"viscera\", \"shell\", \"rings\"], \"split\": {\"fraction\": 0.25, \"seed\": 1},"
                    + " \"labels\": {\"coarse\": \"bins(rings, 2)\", \"fine\": \"rings\"}}",
                TableSource.class);
    DataSplit read = source.open(root);
    assertThat(features(read)).hasSize(10).startsWith("sex = F", "sex = I", "sex = M", "length");
    assertThat(read.train().size() + read.test().size()).isEqualTo(4177);
    // The median is 9 and a sixth of all have 9 rings: the nearer end of their run is 10.
    assertThat(read.train().coarse().names()).containsExactly("< 10", "≥ 10");
  }

  @Test
  void allBadRowsAreToldAtOnceOrLeftOut() throws IOException {
    write(
        "train.csv",
        TRAIN
            + "p6,1,red\np2,1,red,low,1\np7,x,red,low,1\np8,1,red,,1\np9,1,red,low,one\n,1,red,low,1\n");
    write("test.csv", TEST + "q2,1,green,low,1\n");
    String options = "'id': 'sku', 'labels': {'coarse': 'grade', 'fine': 'price'}";
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> open(twoFiles(options)))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "line 3 of test.csv: column colour is \"green\", which no training row has; they have blue, red",
                        "line 6 of train.csv has 3 cells; expected 5 (sku, rooms, colour, grade, price)",
                        "line 7 of train.csv: id \"p2\" stands in line 3 of train.csv too; each row needs its own",
                        "line 8 of train.csv: column rooms is \"x\", not a finite number",
                        "line 9 of train.csv: column grade is empty",
                        "line 10 of train.csv: column price is \"one\", not a finite number",
                        "line 11 of train.csv: column sku is empty"));
    DataSplit split = open(twoFiles("'badRows': 'skip', " + options));
    assertThat(split.train().ids()).containsExactly("p1", "p2", "p3", "p4");
    assertThat(split.test().ids()).containsExactly("p5");
    assertThat(split.notes())
        .anyMatch(note -> note.startsWith("7 of 12 rows cannot be used and were left out: line 3"));
  }

  @Test
  void aFineColumnWithoutAnyValueIsRefused() throws IOException {
    write("train.csv", TRAIN.replaceAll("(?m),\\d+$", ",n/a"));
    refused(
        source("'labels': {'coarse': 'grade', 'fine': 'price'}, 'split': {'fraction': 0.5}"),
        "column price has no value in any row. Name another column for the fine target, or say {classes: price} if these are names of classes.");
  }
}
