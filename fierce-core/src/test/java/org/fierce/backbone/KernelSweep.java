package org.fierce.backbone;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;
import org.fierce.data.InputShape;
import org.fierce.engine.EngineSetup;

/**
 * Takes training and evaluation steps with every network that a configuration can build, in sizes
 * chosen to meet every kernel of the engine, and compares them with the same steps in double
 * precision: {@code fierce-benchmarks/kernel-sweep.sh} runs it under glibc's checks of the heap.
 *
 * <p>Resumable: its record says of each case that it began and how it ended. A case that began and
 * did not end ended the process.
 */
final class KernelSweep {
  private static final List<Integer> SIDES =
      List.of(8, 9, 10, 11, 12, 13, 15, 16, 17, 20, 23, 24, 28, 31, 32, 33, 40, 47, 48, 49, 63, 64);
  private static final List<Integer> WIDTHS =
      List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 24, 31, 32, 33);

  private KernelSweep() {}

  /**
   * Runs the cases that the record lacks until time is up.
   *
   * @param arguments the record's file, the setting's name, threads, seconds of processor time
   */
  public static void main(String[] arguments) throws IOException {
    Path record = Path.of(arguments[0]);
    String setting = arguments[1];
    int threads = Integer.parseInt(arguments[2]);
    double seconds = Double.parseDouble(arguments[3]);
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    EngineSetup.ensure();
    torch.set_num_threads(threads);
    openblas.blas_set_num_threads(threads);
    Set<String> known = new HashSet<>();
    if (Files.exists(record)) {
      for (String line : Files.readAllLines(record)) {
        known.add(line.split("\\t", 3)[1]);
      }
    }
    for (KernelCase each : all()) {
      String name = setting + ", " + each;
      if (system.getProcessCpuTime() > seconds * 1e9) {
        return;
      }
      if (known.add(name)) {
        append(record, "began", name, "");
        KernelCase.Result result = each.run();
        append(record, result.isRight() ? "right" : "WRONG", name, result.toString());
      }
    }
    append(record, "complete", setting, "");
  }

  private static void append(Path record, String what, String name, String result)
      throws IOException {
    Files.writeString(
        record,
        what + "\t" + name + "\t" + result + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Every case, shuffled: what is done when time is up is a fair sample. */
  static List<KernelCase> all() {
    List<Integer> upTo20 = IntStream.rangeClosed(1, 20).boxed().toList();
    List<KernelCase> cases = new ArrayList<>();
    for (int kind = 0; kind < 5; kind++) {
      for (int width : WIDTHS) {
        int small = kind == 1 ? 16 : 8;
        // Every batch size at every width, on the smallest maps; channels and sides in turn.
        for (int channels : new int[] {1, 3}) {
          int side = small + (width + kind + channels) % 2;
          add(cases, kind, width, new InputShape(side, side, channels), upTo20);
        }
        // Every side at every width, a few batch sizes each.
        for (int i = 0; i < SIDES.size(); i++) {
          int side = SIDES.get(i);
          int channels = (i + width) % 2 == 0 ? 1 : 3;
          List<Integer> rows = List.of(1 + (i * 7 + width + kind) % 20);
          add(cases, kind, width, new InputShape(side, side, channels), rows);
        }
        // Images that are not square.
        add(cases, kind, width, new InputShape(16 + width, 33 - width % 17, 3), List.of(5));
      }
    }
    for (int values : new int[] {1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 144}) {
      MlpSpec mlp = new MlpSpec(List.of(values, 2 * values + 1), Head.LINEAR, false);
      cases.add(new KernelCase(mlp, InputShape.vector(values), upTo20));
    }
    Collections.shuffle(cases, new Random(1));
    cases.addAll(0, shipped());
    return cases;
  }

  /** The networks and batches of the shipped experiments and of the defaults. */
  static List<KernelCase> shipped() {
    InputShape cifar = new InputShape(32, 32, 3);
    return List.of(
        new KernelCase(SmallCnnSpec.standard(Head.LINEAR), cifar, List.of(16, 128)),
        new KernelCase(
            SmallCnnSpec.standard(Head.LINEAR), new InputShape(28, 28, 1), List.of(16, 128)),
        new KernelCase(ResNetSpec.cifar(Head.LINEAR), cifar, List.of(16, 64, 128)),
        new KernelCase(ResNetSpec.age(), new InputShape(64, 64, 3), List.of(4, 64)),
        new KernelCase(ResNetSpec.fewShot(Head.COSINE), cifar, List.of(2, 33)),
        new KernelCase(MlpSpec.paper(), InputShape.vector(144), List.of(20, 200)));
  }

  /** A few seconds of it, for each build: narrow networks, where kernels were found to fail. */
  static List<KernelCase> quick() {
    List<KernelCase> cases = new ArrayList<>();
    add(cases, 4, 4, new InputShape(16, 16, 2), List.of(6));
    add(cases, 3, 2, new InputShape(16, 16, 2), List.of(2));
    add(cases, 1, 4, new InputShape(16, 16, 2), List.of(7));
    add(cases, 2, 1, new InputShape(9, 11, 1), List.of(6));
    add(cases, 2, 15, new InputShape(8, 8, 3), List.of(1, 20));
    add(cases, 0, 3, new InputShape(48, 48, 3), List.of(3));
    return cases;
  }

  private static void add(
      List<KernelCase> cases, int kind, int width, InputShape shape, List<Integer> rows) {
    int smallest = kind == 1 ? 16 : 8;
    boolean fits = Math.min(shape.height(), shape.width()) >= smallest;
    if (fits && (kind != 1 || width % 2 == 0)) {
      cases.add(new KernelCase(spec(kind, width), shape, rows));
    }
  }

  private static BackboneSpec spec(int kind, int width) {
    return kind == 0
        ? new SmallCnnSpec(width, 0, Head.LINEAR, false)
        : new ResNetSpec(List.of(12, 14, 18, 20).get(kind - 1), width, 0, Head.LINEAR, false);
  }
}
