#!/usr/bin/env python3
"""An independent check of experiments/cifar100.yaml, method cross-entropy: the same network, budget and schedule in PyTorch.

  python3 cifar100_coarse_torch.py FOLDER [seed]      FOLDER holds train.bin and test.bin of CIFAR-100

20,000 training rows, 1,000 of each coarse class, 12 epochs of 128, SGD 0.1 with Nesterov momentum 0.9 and weight decay 5e-4 on
weights, one-cycle schedule, reflected pad-crop of 4 and flip. Prints the coarse accuracy on the 10,000 test rows. Rows, weights and
order are drawn by other generators than Fierce's: the two agree up to chance, not to the bit.
"""
import sys
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

ROWS, EPOCHS, BATCH, WIDTH, RATE = 20_000, 12, 128, 32, 0.1


def read(path):
    records = np.fromfile(path, np.uint8).reshape(-1, 3074)
    return torch.tensor(records[:, 2:].reshape(-1, 3, 32, 32).copy()), torch.tensor(records[:, 0].astype(np.int64))


def block(inputs, outputs):
    return [nn.Conv2d(inputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]


def main():
    folder, seed = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    images, labels = read(folder + "/train.bin")
    rows = torch.cat([torch.nonzero(labels == c)[:, 0][torch.randperm(2500)[: ROWS // 20]] for c in range(20)])
    images, labels = images[rows].float() / 255, labels[rows]
    mean, deviation = images.mean((0, 2, 3), keepdim=True), images.std((0, 2, 3), keepdim=True)
    images = (images - mean) / deviation
    padded = F.pad(images, (4, 4, 4, 4), mode="reflect")
    w = WIDTH
    net = nn.Sequential(
        *block(3, w), *block(w, w), nn.MaxPool2d(2), *block(w, 2 * w), *block(2 * w, 2 * w), nn.MaxPool2d(2),
        *block(2 * w, 4 * w), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4 * w, 20)).to(memory_format=torch.channels_last)
    weights = [p for p in net.parameters() if p.dim() > 1]
    others = [p for p in net.parameters() if p.dim() == 1]
    optimiser = torch.optim.SGD(
        [{"params": weights, "weight_decay": 5e-4}, {"params": others, "weight_decay": 0}], lr=RATE, momentum=0.9, nesterov=True)
    steps = -(-ROWS // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, RATE, total_steps=EPOCHS * steps, cycle_momentum=False, div_factor=25, final_div_factor=1e4)
    start = time.process_time()
    for epoch in range(EPOCHS):
        order, right = torch.randperm(ROWS), 0
        for chunk in order.split(BATCH):
            y, x = torch.randint(0, 9, (2, len(chunk)))
            batch = torch.stack([padded[i, :, a:a + 32, b:b + 32] for i, a, b in zip(chunk.tolist(), y.tolist(), x.tolist())])
            flip = torch.rand(len(chunk)) < 0.5
            batch[flip] = batch[flip].flip(3)
            logits = net(batch.contiguous(memory_format=torch.channels_last))
            optimiser.zero_grad()
            F.cross_entropy(logits, labels[chunk]).backward()
            optimiser.step()
            schedule.step()
            right += (logits.argmax(1) == labels[chunk]).sum().item()
        print(f"epoch {epoch + 1}: training accuracy {right / ROWS:.4f}", flush=True)
    net.eval()
    images, labels = read(folder + "/test.bin")
    with torch.no_grad():
        right = sum(
            (net((x.float() / 255 - mean) / deviation).argmax(1) == y).sum().item()
            for x, y in zip(images.split(500), labels.split(500)))
    print(f"coarse accuracy {right / len(labels):.4f}, seed {seed}, {time.process_time() - start:.0f} CPU s")


main()
