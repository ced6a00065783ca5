#!/usr/bin/env python3
"""Times Fierce and PyTorch in turn; compare-with-pytorch.sh builds and calls this. Prints a Markdown table, writes JSON.

Every round runs both sides of a row once, the first of them changing from round to round; ratios are taken inside a round. Both
sides have the malloc and OpenMP settings of the launcher and 2 threads; "as it comes" is PyTorch with its own defaults.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
FIERCE = os.path.join(os.path.dirname(HERE), "fierce")
JAVA = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java"
TARGET = os.path.join(HERE, "target")
TUNED = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "4294967296", "MALLOC_TRIM_THRESHOLD_": "17179869184", 
         "OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "0", "OPENBLAS_THREAD_TIMEOUT": "20"}


def run(command, environment):
    """Wall seconds of the process and the JSON of its last line, if it is one."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MALLOC_", "OMP_", "GOMP_", "OPENBLAS_", "MKL_"))}
    start = time.perf_counter()
    done = subprocess.run(command, env={**clean, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wall = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    last = done.stdout.strip().rsplit("\n", 1)[-1]
    return wall, json.loads(last) if last.startswith("{") else {}


def ours(*words):
    command = [JAVA, "-XX:+UseParallelGC", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
               "-cp", f"{TARGET}/classes:{TARGET}/lib/*", "org.fierce.benchmarks.Work", *words]
    return lambda: run(command, TUNED)


def peer(*words, tuned=True):
    command = [sys.executable, os.path.join(HERE, "torch_peer.py"), *words]
    return lambda: run(command, TUNED if tuned else {})


def cifar():
    folders = os.environ.get("FIERCE_DATA", "").split(os.pathsep)
    folders.append(os.path.join(os.path.expanduser("~"), ".cache", "fierce", "data"))
    for folder in folders:
        if folder and os.path.exists(os.path.join(folder, "cifar100", "train.bin")):
            return os.path.join(folder, "cifar100")
    return None


def compare_scene(out, epochs):
    def work():
        shutil.rmtree(out, ignore_errors=True)
        return run([FIERCE, "compare", os.path.join(HERE, "hyperspectral.yaml"), "--out", out,
                    "--set", f"training.epochs={epochs}", "--set", f"training.schedule.milestones=[{epochs // 2}]"], {})
    return work


def rows(folder, epochs):
    """(key, what, first side, second side, what is compared, goal); a goal is on the ratio of the first to the second."""
    open(os.path.join(folder, "Hello.java"), "w").write(
        'public class Hello { public static void main(String[] a) { System.out.println("Hello"); } }')
    subprocess.run([os.path.join(os.path.dirname(JAVA), "javac"), "-d", folder, os.path.join(folder, "Hello.java")], check=True)
    scene = os.path.join(folder, "scene")
    ours("scene", "data=" + scene)()
    peer("probe", "data=" + folder)()
    found = [
        ("resnet", "ResNet step, batch 128, FIERCE on", ours("resnet", "entropy=1"), peer("resnet", "entropy=1"), "seconds", 1.00),
        ("resnet-plain", "the same, PyTorch as it comes (nchw, default malloc)", ours("resnet", "entropy=1"),
         peer("resnet", "entropy=1", "layout=nchw", tuned=False), "seconds", 0.50),
        ("fierce", "ResNet step, FIERCE against cross-entropy, both ours", ours("resnet", "entropy=1"), ours("resnet"), "seconds", 1.02),
        ("mlp", "epoch of the paper's MLP, FIERCE on", ours("mlp", "entropy=1"), peer("mlp", "entropy=1"), "seconds", 0.50),
        ("hyperspectral", f"3 methods x 3 seeds on the scene, {epochs} epochs, whole command", compare_scene(os.path.join(folder, "out"), epochs),
         peer("hyperspectral", "data=" + scene, f"epochs={epochs}"), "wall", 0.35),
        ("embed", "embedding 10,000 images of 32 x 32", ours("embed"), peer("embed"), "seconds", 0.70),
        ("knn", "kNN 10,000 x 50,000 x 128, k = 20", ours("knn"), peer("knn"), "seconds", 0.70),
        ("probe", "linear probe 50,000 x 128, 100 classes", ours("probe", "data=" + folder), peer("probe", "data=" + folder), "seconds", 0.50),
        ("episodes", "10,000 episodes, 5-way 5-shot, 640 wide", ours("episodes"), peer("episodes"), "seconds", 0.50),
        ("help", "fierce --help against a JVM's hello, difference", lambda: run([FIERCE, "--help"], {}),
         lambda: run([JAVA, "-cp", folder, "Hello"], {}), "difference", 0.25),
        ("gemm", "matrix product 4096 x 4096 x 4096", ours("gemm"), peer("gemm"), "seconds", None),
    ]
    images = cifar()
    if images:
        found += [
            ("data", "ResNet step, CIFAR-100 cropped and flipped, against noise, both ours", ours("resnet", "data=" + images), ours("resnet"),
             "seconds", 1.03),
            ("memory", "peak memory of the CIFAR-100 step", ours("resnet", "data=" + images), peer("resnet", "data=" + images), "peakMiB", 1.00),
        ]
    return found


def value(result, what):
    wall, said = result
    return wall if what in ("wall", "difference") else said[what]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", help="keys of rows, with commas")
    parser.add_argument("--epochs", type=int, default=200, help="of the row hyperspectral")
    parser.add_argument("--out", help="JSON file of every figure")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        chosen = [row for row in rows(folder, options.epochs) if not options.only or row[0] in options.only.split(",")]
        results = {row[0]: [] for row in chosen}
        for number in range(options.rounds):
            for key, _, first, second, what, _ in chosen:
                sides = [first(), second()] if number % 2 == 0 else [second(), first()][::-1]
                results[key].append([{"value": value(side, what), **side[1]} for side in sides])
                print(f"round {number + 1} {key}: {sides[0][1] or sides[0][0]} | {sides[1][1] or sides[1][0]}", file=sys.stderr)
    if options.out:
        with open(options.out, "w") as file:
            json.dump(results, file, indent=1)
    print("| row | work | first | second | ratio | range | goal | GFLOP/s | peak MiB |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for key, title, _, _, what, goal in chosen:
        a, b = ([pair[i]["value"] for pair in results[key]] for i in (0, 1))
        ratios = sorted(x - y if what == "difference" else x / y for x, y in zip(a, b))
        median = statistics.median(ratios)
        both = lambda name, form: " / ".join(
            form.format(statistics.median(pair[i].get(name, float("nan")) for pair in results[key])) for i in (0, 1))
        unit = "{:.0f} MiB" if what == "peakMiB" else "{:.3g} s"
        met = "" if goal is None else f"<= {goal:.2f}: {'met' if median <= goal else 'not met'}"
        print(f"| {key} | {title} | {unit.format(statistics.median(a))} | {unit.format(statistics.median(b))} | {median:.2f} "
              f"| {ratios[0]:.2f} to {ratios[-1]:.2f} | {met} | {both('gflops', '{:.0f}')} | {both('peakMiB', '{:.0f}')} |".replace("nan / nan", ""))


main()
