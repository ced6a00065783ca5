package org.fierce.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.fierce.data.RowKind;
import org.fierce.data.csv.SeparatorGuess;
import org.fierce.data.rows.NewRows;
import org.fierce.data.rows.RowInputs;
import org.fierce.files.AtomicFiles;
import org.fierce.files.DatasetFormatException;
import org.fierce.model.Predictor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fierce predict}: what a model answers for new rows. */
@Command(
    name = "predict",
    description = {
      "Answer for new rows by a model file: the coarse class, the fine one, a number.",
      "",
      "INPUT is of the kind that the model was trained on:",
      "  pictures  files, folders with all their folders, or zips; a table (.csv) with a column of",
      "            file names, or a list (.txt) of them, relative to the folder it lies in",
      "  a table   CSV, or lines of JSON with an object of cells each ({\"rooms\": 4, \"age\": null});",
      "            the columns of the training table in any order, no label needed, others welcome",
      "  texts     a file of lines, or a table with a column of texts",
      "  vectors   a matrix (.npy), CSV of numbers, or lines of JSON with a list of numbers each",
      "- is standard input: CSV or lines of JSON for tables and vectors, a text a line, a file name a",
      "line for pictures. It is answered while it comes, in memory that does not grow.",
      "",
      "Prints a table on a terminal and CSV elsewhere. Rows that cannot be read are told at the end,",
      "each with its reason, and the others are answered.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce predict runs/cats/model.fierce photo.jpg",
      "  fierce predict runs/cats holiday/ --out holiday.csv",
      "  fierce predict prices.fierce new-houses.csv --id sku --json",
      "  tail -f visits.csv | fierce predict prices.fierce - --json",
      "  fierce predict intents.fierce questions.txt",
      "  echo 'where is my card?' | fierce predict intents.fierce -",
      "  fierce predict spectra.fierce spectra.npy --csv --strict"
    })
final class PredictCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "Model file, or the folder of a run that holds one.")
  private Path model;

  @Parameters(
      index = "1..*",
      paramLabel = "INPUT",
      description = "File, folder or zip; several of pictures; - for standard input.")
  private List<String> inputs = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Option(names = "--csv", description = "Print CSV.")
  private boolean csv;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = {
        "Write the answers to a file: .csv, .json or .jsonl. It is there whole or not at all."
      })
  private @Nullable Path out;

  @Option(names = "--force", description = "Replace the file if it exists.")
  private boolean isForced;

  @Option(
      names = "--nearest",
      paramLabel = "N",
      defaultValue = "0",
      description = "Tell the N training rows that are most like each row, by cosine.")
  private int nearest;

  @Option(
      names = "--strict",
      description =
          "End with exit code 3 if a row cannot be read; the others are answered all the same.")
  private boolean strict;

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "Column of a table that names a row; default: that of the training table.")
  private @Nullable String id;

  @Option(
      names = "--column",
      paramLabel = "COLUMN",
      description =
          "Column of a table that holds the texts, or the names of pictures; default: text, or file.")
  private @Nullable String column;

  @Option(
      names = "--separator",
      paramLabel = "CHAR",
      description =
          "What separates the cells of a table: one character, or comma, semicolon, tab or bar; default: found in the file.")
  private @Nullable String separator;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to work with; default: as many as there are processors.")
  private @Nullable Integer threads;

  PredictCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (workers < 1) {
      throw new IllegalArgumentException(
          "--threads is %d; it must be at least 1".formatted(workers));
    }
    if (nearest < 0) {
      throw new IllegalArgumentException(
          "--nearest is %d; it must be at least 0".formatted(nearest));
    }
    if (json && csv) {
      throw new IllegalArgumentException("--json and --csv are both given; leave one out");
    }
    Form form = form();
    if (out != null && Files.exists(out) && !isForced) {
      throw new IllegalArgumentException(out + " exists already; add --force to replace it");
    }
    try (Predictor predictor = Predictor.load(ModelPaths.of(model), workers)) {
      RowInputs opener = inputs(predictor);
      if (inputs.isEmpty() && Terminal.isInputTyped()) {
        throw new IllegalArgumentException(
            "no input is named; give %s, or - for standard input".formatted(opener.expected()));
      }
      List<String> named = inputs.isEmpty() ? List.of(RowInputs.STANDARD_INPUT) : inputs;
      try (NewRows rows = opener.open(named, streams.in())) {
        return answer(predictor, rows, form, () -> opener.nothing(named), workers);
      }
    }
  }

  /** A form of answers. */
  private enum Form {
    TABLE {
      @Override
      AnswerWriter writer(AnswerParts parts, RowKind kind, Terminal terminal) {
        return new TableAnswers(parts, kind, terminal);
      }
    },
    CSV {
      @Override
      AnswerWriter writer(AnswerParts parts, RowKind kind, Terminal terminal) {
        return new CsvAnswers(parts);
      }
    },
    JSON {
      @Override
      AnswerWriter writer(AnswerParts parts, RowKind kind, Terminal terminal) {
        return new JsonAnswers(parts);
      }
    };

    abstract AnswerWriter writer(AnswerParts parts, RowKind kind, Terminal terminal);
  }

  private Form form() {
    if (json || csv) {
      return json ? Form.JSON : Form.CSV;
    }
    if (out == null) {
      return streams.outTerminal().isInteractive() ? Form.TABLE : Form.CSV;
    }
    String name = out.toString().toLowerCase(Locale.ROOT);
    if (name.matches(".*\\.(json|jsonl|ndjson)")) {
      return Form.JSON;
    }
    if (name.endsWith(".csv")) {
      return Form.CSV;
    }
    throw new IllegalArgumentException(
        "--out %s: answers are written as .csv, .json or .jsonl; give the file one of these endings, or say --json or --csv"
            .formatted(out));
  }

  private RowInputs inputs(Predictor predictor) {
    JsonNode usual = predictor.model().provenance().path("rowColumns");
    return new RowInputs(
        predictor.model().description().row(),
        id,
        column,
        usual.path("id").textValue(),
        usual.path("content").textValue(),
        separator == null ? null : SeparatorGuess.named(separator));
  }

  private int answer(
      Predictor predictor,
      NewRows rows,
      Form form,
      Supplier<DatasetFormatException> nothing,
      int workers)
      throws IOException {
    AnswerParts parts = AnswerParts.of(predictor, nearest);
    RowKind kind = predictor.model().description().row().rowKind();
    AnswerWriter writer = form.writer(parts, kind, streams.outTerminal());
    Answering answering = new Answering(predictor, parts, writer, streams);
    RowTroubles troubles = answering.troubles();
    Path file = out;
    try {
      if (file != null) {
        AtomicFiles.write(
            file, channel -> answering.run(rows, workers, true, lines -> written(lines, channel)));
      } else {
        boolean isWatched = streams.outTerminal().isInteractive();
        answering.run(rows, workers, !isWatched, this::printed);
      }
      if (troubles.rows() == 0) {
        throw nothing.get();
      }
    } catch (IOException e) {
      troubles.print(rows.notes(), streams);
      throw e;
    }
    if (answering.counts().rows() > 0 && (file != null || form == Form.TABLE)) {
      String before = file == null ? "" : file + ": ";
      String words = streams.outTerminal().paragraph(before + answering.counts().inWords());
      streams.out().print(file == null ? "\n" + words : words);
      streams.out().flush();
    }
    troubles.print(rows.notes(), streams);
    boolean isAll = troubles.unreadable() == troubles.rows();
    return isAll || (strict && troubles.unreadable() > 0) ? ExitCodes.DATA : ExitCodes.DONE;
  }

  private boolean printed(String lines) {
    PrintWriter data = streams.data();
    data.print(lines);
    data.flush();
    return !data.checkError();
  }

  private static boolean written(String lines, FileChannel channel) throws IOException {
    AtomicFiles.writeFully(channel, ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8)));
    return true;
  }
}
