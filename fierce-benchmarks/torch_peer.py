#!/usr/bin/env python3
"""What a user would run instead: the same work in PyTorch and scikit-learn. compare-with-pytorch.sh runs it beside ours.

  torch_peer.py resnet        [batch=128] [steps=20] [warm=3] [threads=2] [layout=channels_last|nchw] [entropy=0|1] [data=FOLDER]
  torch_peer.py mlp           [epochs=20] [entropy=0|1] [threads=2]
  torch_peer.py knn           [reference=50000] [query=10000] [d=128] [k=20] [threads=2]
  torch_peer.py probe         data=FOLDER [n=50000] [d=128] [classes=100] [threads=2]
  torch_peer.py embed         [images=10000] [batch=500] [threads=2]
  torch_peer.py episodes      [count=10000] [d=640] [threads=2]
  torch_peer.py gemm          [threads=2]
  torch_peer.py hyperspectral data=FOLDER [epochs=200] [seeds=3] [threads=2]

Each prints one line of JSON: median seconds, GFLOP/s where that says something, and the peak of the process's memory.

resnet: 3x3 stem 3->32, three stages of two basic blocks with 32, 64, 128 maps, mean pool, linear 128->20; SGD 0.01, momentum 0.9,
        weight decay 1e-4. data=FOLDER of CIFAR-100's train.bin: its images, cropped and flipped, instead of one batch of noise.
mlp:    144-200-400-100-4 with ReLU, Adam 1e-4, batch 200 on 9408 rows (the paper's vector experiment).
probe:  writes probe-x.npy and probe-y.npy to FOLDER where they are not there, so that both sides fit the same rows.
hyperspectral: cross-entropy, label smoothing 0.4 and FIERCE on the scene that Work scene wrote to FOLDER; coarse accuracy, raw and
        both transfer errors of each run.
entropy=1 adds FIERCE: K = 100 fixed anchors, dot (mlp) or cosine (resnet) similarity, straight-through Gumbel-softmax.
"""
import json
import os
import resource
import sys
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def median(values):
    return sorted(values)[len(values) // 2]


def entropy_bits(features, anchors, cosine):
    similarity = features @ anchors
    if cosine:
        similarity = similarity / (features.norm(dim=1, keepdim=True) * anchors.norm(dim=0) + 1e-9)
    p = F.gumbel_softmax(similarity, hard=True).mean(0)
    return -(p * torch.log2(p + 1e-21)).sum()


def multiply_adds(net, x):
    """Of one row, by hooks on convolutions and linear layers."""
    counts = []
    hooks = [m.register_forward_hook(lambda m, i, o: counts.append(o[0].numel() * m.weight[0].numel()))
             for m in net.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    with torch.no_grad():
        net(x[:2])
    for hook in hooks:
        hook.remove()
    return sum(counts)


def crops(images, rows):
    """A random crop of each row, padded by 4, flipped or not, normalised."""
    x = F.pad(images[rows].float() / 255, (4, 4, 4, 4))
    down, right = torch.randint(0, 9, (2, len(rows), 1, 1))
    ranges = torch.arange(32)
    x = x[torch.arange(len(rows))[:, None, None], :, down + ranges[:, None], right + ranges].permute(0, 3, 1, 2)
    flip = torch.rand(len(rows)) < 0.5
    x[flip] = x[flip].flip(3)
    return (x - 0.5) / 0.25


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs))
        same = stride == 1 and inputs == outputs
        self.skip = nn.Identity() if same else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return F.relu(self.body(x) + self.skip(x))


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 32, 3, 1, 1, bias=False), nn.BatchNorm2d(32), nn.ReLU(),
            Block(32, 32, 1), Block(32, 32, 1), Block(32, 64, 2), Block(64, 64, 1), Block(64, 128, 2), Block(128, 128, 1))
        self.linear = nn.Linear(128, 20)

    def forward(self, x):
        features = self.features(x).mean((2, 3))
        return features, self.linear(features)


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Linear(144, 200), nn.ReLU(), nn.Linear(200, 400), nn.ReLU(), nn.Linear(400, 100), nn.ReLU())
        self.linear = nn.Linear(100, 4)

    def forward(self, x):
        features = self.features(x)
        return features, self.linear(features)


def step(net, optimiser, x, y, anchors, cosine):
    optimiser.zero_grad()
    features, logits = net(x)
    loss = F.cross_entropy(logits, y)
    if anchors is not None:
        loss = loss - entropy_bits(features, anchors, cosine)
    loss.backward()
    optimiser.step()
    return loss.item()


def probe_rows(folder, n, d, classes):
    names = [os.path.join(folder, f"probe-{part}.npy") for part in "xy"]
    if not all(os.path.exists(name) for name in names):
        os.makedirs(folder, exist_ok=True)
        centres = torch.randn(classes, d)
        y = torch.randint(0, classes, (n,))
        x = centres[y] + 2 * torch.randn(n, d)
        # standardised, as ours does by itself, so that the penalty means the same
        np.save(names[0], ((x - x.mean(0)) / x.std(0, unbiased=False)).numpy())
        np.save(names[1], y.numpy().astype("int32"))
    return [np.load(name) for name in names]


def transfer_errors(train, train_shares, test, test_shares):
    """Of a linear layer and softmax, fitted as the authors do and to convergence on standardised features."""
    width, outputs = train.shape[1], train_shares.shape[1]

    def error(layer, x, shares):
        with torch.no_grad():
            return ((layer(x).softmax(1) - shares) ** 2).sum(1).mean().item()

    authors = nn.Linear(width, outputs)
    optimiser = torch.optim.Adam(authors.parameters(), lr=0.1)
    schedule = torch.optim.lr_scheduler.MultiStepLR(optimiser, [100], 0.1)
    for _ in range(400):
        for chunk in torch.randperm(len(train)).split(200):
            optimiser.zero_grad()
            F.mse_loss(authors(train[chunk]).softmax(1), train_shares[chunk]).backward()
            optimiser.step()
        schedule.step()
    shift, scale = train.mean(0), train.std(0, unbiased=False)
    scale[scale == 0] = 1
    fit, ask = (train - shift) / scale, (test - shift) / scale
    converged = nn.Linear(width, outputs)
    unit = ((train_shares - train_shares.mean(0)) ** 2).sum(1).mean()
    solver = torch.optim.LBFGS(converged.parameters(), max_iter=1000, tolerance_grad=1e-6, line_search_fn="strong_wolfe")

    def closure():
        solver.zero_grad()
        loss = ((converged(fit).softmax(1) - train_shares) ** 2).sum(1).mean() / unit
        loss = loss + 0.5e-4 * (converged.weight ** 2).sum()
        loss.backward()
        return loss

    solver.step(closure)
    return error(authors, test, test_shares), error(converged, ask, test_shares)


def hyperspectral(folder, epochs, seeds):
    """Three methods, one run after another; the mean over seeds of each score, and the seconds of all."""
    load = lambda name: torch.from_numpy(np.load(os.path.join(folder, name + ".npy")))
    x, y, shares = load("train-x"), load("train-coarse").long().flatten(), load("train-shares")
    test_x, test_y, test_shares = load("test-x"), load("test-coarse").long().flatten(), load("test-shares")
    x, test_x = (x - x.mean(0)) / x.std(0, unbiased=False), (test_x - x.mean(0)) / x.std(0, unbiased=False)
    start, scores = time.perf_counter(), {}
    for smoothing, weight, name in ((0, 0, "ce"), (0.4, 0, "ls"), (0, 1, "fierce")):
        runs = []
        for seed in range(seeds):
            torch.manual_seed(seed)
            net, anchors = Mlp(), torch.rand(100, 100)
            optimiser = torch.optim.Adam(net.parameters(), lr=1e-4)
            schedule = torch.optim.lr_scheduler.MultiStepLR(optimiser, [epochs // 2], 0.1)
            for _ in range(epochs):
                for chunk in torch.randperm(len(x)).split(200):
                    optimiser.zero_grad()
                    features, logits = net(x[chunk])
                    loss = F.cross_entropy(logits, y[chunk], label_smoothing=smoothing)
                    if weight:
                        loss = loss - weight * entropy_bits(features, anchors, False)
                    loss.backward()
                    optimiser.step()
                schedule.step()
            with torch.no_grad():
                train_features, (features, logits) = net(x)[0], net(test_x)
                right = (logits.argmax(1) == test_y).float().mean().item()
                raw = ((logits.softmax(1) - test_shares) ** 2).sum(1).mean().item()
            runs.append((right, raw) + transfer_errors(train_features, shares, features, test_shares))
        keys = ("coarse", "raw", "authors", "converged")
        scores.update({f"{name}-{key}": sum(r[i] for r in runs) / seeds for i, key in enumerate(keys)})
    return {"seconds": time.perf_counter() - start, **scores}


def main():
    what = sys.argv[1]
    given = dict(pair.split("=") for pair in sys.argv[2:])
    number = lambda name, default: int(given.get(name, default))
    torch.set_num_threads(number("threads", 2))
    torch.manual_seed(0)
    if what == "resnet":
        batch, channels_last = number("batch", 128), given.get("layout", "channels_last") == "channels_last"
        form = torch.channels_last if channels_last else torch.contiguous_format
        net, noise, y = ResNet(), torch.randn(batch, 3, 32, 32), torch.randint(0, 20, (batch,))
        flops = 6 * batch * multiply_adds(net, noise)
        net, noise = net.to(memory_format=form), noise.contiguous(memory_format=form)
        if "data" in given:
            file = np.fromfile(os.path.join(given["data"], "train.bin"), dtype=np.uint8).reshape(-1, 3074)
            test = np.fromfile(os.path.join(given["data"], "test.bin"), dtype=np.uint8)  # held, as a run that scores would
            images, labels = torch.from_numpy(file)[:, 2:].reshape(-1, 3, 32, 32), torch.from_numpy(file[:, 0].astype("int64"))
        optimiser = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)
        anchors = torch.rand(128, 100) * 2 - 1 if number("entropy", 0) else None
        times = []
        for i in range(number("warm", 3) + number("steps", 20)):
            start = time.perf_counter()
            x = noise
            if "data" in given:
                rows = torch.randint(0, len(images), (batch,))
                x, y = crops(images, rows).contiguous(memory_format=form), labels[rows]
            step(net, optimiser, x, y, anchors, True)
            times.append(time.perf_counter() - start)
        seconds = median(times[number("warm", 3):])
        result = {"seconds": seconds, "gflops": flops / seconds / 1e9}
    elif what == "mlp":
        net, x, y = Mlp(), torch.rand(9408, 144), torch.randint(0, 4, (9408,))
        optimiser = torch.optim.Adam(net.parameters(), lr=1e-4)
        anchors = torch.rand(100, 100) if number("entropy", 0) else None
        times = []
        for _ in range(2 + number("epochs", 20)):
            start = time.perf_counter()
            order = torch.randperm(len(x))
            for chunk in order.split(200):
                step(net, optimiser, x[chunk], y[chunk], anchors, False)
            times.append(time.perf_counter() - start)
        result = {"seconds": median(times[2:])}
    elif what == "knn":
        reference, query, d = number("reference", 50000), number("query", 10000), number("d", 128)
        a = F.normalize(torch.randn(reference, d), dim=1)
        b = F.normalize(torch.randn(query, d), dim=1)
        times = []
        for _ in range(3):
            start = time.perf_counter()
            for chunk in b.split(1000):
                (chunk @ a.t()).topk(number("k", 20), 1)
            times.append(time.perf_counter() - start)
        result = {"seconds": median(times), "gflops": 2e-9 * reference * query * d / median(times)}
    elif what == "probe":
        from sklearn.linear_model import LogisticRegression
        x, y = probe_rows(given["data"], number("n", 50000), number("d", 128), number("classes", 100))
        start = time.perf_counter()
        model = LogisticRegression(max_iter=1000, tol=1e-4).fit(x, y)
        seconds = time.perf_counter() - start
        loss = F.cross_entropy(torch.tensor(model.decision_function(x)), torch.tensor(y).long()).item()
        result = {"seconds": seconds, "objective": loss + 0.5 * float((model.coef_.astype("float64") ** 2).sum()) / len(x)}
    elif what == "embed":
        net = ResNet().to(memory_format=torch.channels_last).eval()
        images = torch.randint(0, 256, (number("images", 10000), 3, 32, 32), dtype=torch.uint8)
        flops = 2 * len(images) * multiply_adds(net, images[:2].float())
        for part in (images[:500], images):
            start = time.perf_counter()
            features = []
            with torch.no_grad():
                for chunk in part.split(number("batch", 500)):
                    x = ((chunk.float() / 255 - 0.5) / 0.25).contiguous(memory_format=torch.channels_last)
                    features.append(net(x)[0])
            torch.cat(features)
            seconds = time.perf_counter() - start
        result = {"seconds": seconds, "gflops": flops / seconds / 1e9}
    elif what == "episodes":
        count, d, ways, shots, queries = number("count", 10000), number("d", 640), 5, 5, 15
        features = F.normalize(torch.randn(20, 600, d), dim=2)
        start = time.perf_counter()
        right = 0.0
        for _ in range(count // 100):
            runs = []
            for _ in range(100):
                classes = torch.randperm(20)[:ways]
                runs.append(torch.stack([features[c][torch.randperm(600)[:shots + queries]] for c in classes]))
            runs = torch.stack(runs)
            means = runs[:, :, :shots].mean(2)
            distances = torch.cdist(runs[:, :, shots:].reshape(100, -1, d), means)
            truth = torch.arange(ways).repeat_interleave(queries)
            right += (distances.argmin(2) == truth).float().mean().item()
        result = {"seconds": time.perf_counter() - start, "accuracy": right / (count // 100)}
    elif what == "gemm":
        a, b = torch.randn(4096, 4096), torch.randn(4096, 4096)
        times = []
        for _ in range(6):
            start = time.perf_counter()
            torch.mm(a, b)
            times.append(time.perf_counter() - start)
        result = {"seconds": min(times), "gflops": 2e-9 * 4096 ** 3 / min(times)}
    elif what == "hyperspectral":
        result = hyperspectral(given["data"], number("epochs", 200), number("seeds", 3))
    else:
        sys.exit(__doc__)
    result["peakMiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(result))


main()
