"""Figures of scikit-learn that OracleTest compares ours with.

Writes a small file of made-up rows and the figures computed from what that file says:

    /usr/bin/python3 fierce-core/src/test/python/oracle.py

Needs numpy, scipy and scikit-learn (Debian: python3-sklearn; made with 1.2.1). Formulas are those of the
evaluators' documentation; nothing here is taken from our own results.
"""

import csv
import json
import pathlib

import numpy as np
import sklearn
from scipy.optimize import minimize_scalar
from scipy.stats import kendalltau, spearmanr
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import (
    adjusted_rand_score,
    average_precision_score,
    balanced_accuracy_score,
    brier_score_loss,
    cohen_kappa_score,
    log_loss,
    mean_absolute_error,
    mean_squared_error,
    normalized_mutual_info_score,
    r2_score,
)
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors
from sklearn.preprocessing import StandardScaler

FOLDER = pathlib.Path(__file__).parent.parent / "resources/org/fierce/evaluate"
TABLE = FOLDER / "oracle.csv"
FIGURES = FOLDER / "oracle.json"
NEIGHBOURS = 7
TEMPERATURE = 0.07
LOGISTIC_PENALTY = 0.05
EPISODE_PENALTY = 0.7
RIDGE_PENALTY = 0.3
PART = 9


def write_table():
    """60 rows, 6 features, 3 coarse and 6 fine classes; the first 36 rows are the reference."""
    random = np.random.default_rng(20220803)
    fine = np.tile(np.arange(6), 10)
    coarse = fine // 2
    centres = random.normal(size=(6, 6)) + 1.5 * random.normal(size=(3, 6)).repeat(2, axis=0)
    features = centres[fine] + 1.2 * random.normal(size=(60, 6))
    wrong = random.random(60) < 0.35
    cluster = np.where(wrong, random.integers(0, 6, 60), (fine * 5 + 2) % 6)
    logits = random.normal(size=(60, 3))
    logits[np.arange(60), coarse] += 1.5
    target = features @ random.normal(size=6) + random.normal(size=60) + 10
    with TABLE.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            ["coarse", "fine", "cluster", "target"]
            + [f"f{c}" for c in range(6)]
            + [f"logit{c}" for c in range(3)]
        )
        for row in range(60):
            numbers = [target[row], *features[row], *logits[row]]
            writer.writerow(
                [coarse[row], fine[row], cluster[row]] + [f"{value:.4f}" for value in numbers]
            )


def read_table():
    values = np.loadtxt(TABLE, delimiter=",", skiprows=1)
    labels = values[:, :3].astype(int)
    return labels[:, 0], labels[:, 1], labels[:, 2], values[:, 3], values[:, 4:10], values[:, 10:13]


def share(values):
    return float(np.mean(values))


def vote_weights(distances):
    return np.exp((1 - distances) / TEMPERATURE)


def knn(reference, fine_reference, query):
    model = KNeighborsClassifier(
        n_neighbors=min(NEIGHBOURS, len(reference)),
        metric="cosine",
        algorithm="brute",
        weights=vote_weights,
    ).fit(reference, fine_reference)
    return model.predict(query)


def retrieval(features, fine):
    """Recall at 1 and 3 and average precision at R of each row among the others."""
    order = NearestNeighbors(n_neighbors=len(features), metric="cosine", algorithm="brute")
    order = order.fit(features).kneighbors(features, return_distance=False)
    recall1, recall3, precision = [], [], []
    for row in range(len(features)):
        others = order[row][order[row] != row]
        relevant = fine[others] == fine[row]
        r = int(relevant.sum())
        top = relevant[:r]
        # scikit-learn divides by the relevant rows seen, the measure by R.
        found = average_precision_score(top, -np.arange(r)) * top.sum() / r if top.any() else 0.0
        recall1.append(relevant[:1].any())
        recall3.append(relevant[:3].any())
        precision.append(found)
    return np.array(recall1), np.array(recall3), np.array(precision)


def inside(groups, function):
    """One value a row, computed inside each group."""
    result = np.zeros(len(groups))
    for group in np.unique(groups):
        rows = groups == group
        result[rows] = function(rows)
    return result


def softmax(logits):
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def main():
    write_table()
    coarse, fine, cluster, target, features, logits = read_table()
    reference, query = np.arange(60) < 36, np.arange(60) >= 36
    figures = {"scikitLearn": sklearn.__version__, "referenceRows": 36, "unevenFrom": 36 + PART}

    figures["nmi"] = normalized_mutual_info_score(fine, cluster)
    figures["adjustedRand"] = adjusted_rand_score(fine, cluster)

    centred = features - features.mean(axis=0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    # Many starts, as the best of them is found by one in 700 only.
    means = KMeans(6, n_init=5000, tol=0, random_state=0).fit(centred)
    figures["kMeansInertia"] = means.inertia_
    figures["kMeansNmi"] = normalized_mutual_info_score(fine, means.labels_)
    figures["kMeansAdjustedRand"] = adjusted_rand_score(fine, means.labels_)

    figures["neighbours"] = NEIGHBOURS
    figures["temperature"] = TEMPERATURE
    overall = knn(features[reference], fine[reference], features[query])
    within = inside(
        coarse,
        lambda rows: np.pad(
            knn(features[reference & rows], fine[reference & rows], features[query & rows]),
            ((reference & rows).sum(), 0),
        ),
    )[query]
    for name, answers in (("", overall), ("WithinTrue", within)):
        figures[f"knnAccuracy{name}"] = share(answers == fine[query])
        # Classes of this part have different numbers of rows.
        figures[f"knnAccuracy{name}Balanced"] = balanced_accuracy_score(
            fine[query][PART:], answers[PART:]
        )

    for name, ranked in (
        ("", retrieval(features, fine)),
        (
            "WithinTrue",
            [
                inside(coarse, lambda rows, i=i: retrieval(features[rows], fine[rows])[i])
                for i in range(3)
            ],
        ),
    ):
        figures[f"recallAt{name}-1"] = share(ranked[0])
        figures[f"recallAt{name}-3"] = share(ranked[1])
        figures[f"meanAveragePrecisionAtR{name}"] = share(ranked[2])

    scaler = StandardScaler().fit(features[reference])
    scaled_reference, scaled_query = scaler.transform(features[reference]), scaler.transform(
        features[query]
    )
    # mean loss + l/2 |W|^2 is C sum loss + 1/2 |W|^2 at C = 1 / (l n).
    logistic = LogisticRegression(
        C=1 / (LOGISTIC_PENALTY * 36), tol=1e-10, max_iter=100_000
    ).fit(scaled_reference, fine[reference])
    figures["logisticPenalty"] = LOGISTIC_PENALTY
    figures["probeAccuracy"] = share(logistic.predict(scaled_query) == fine[query])
    figures["probeAccuracyBalanced"] = balanced_accuracy_score(
        fine[query][PART:], logistic.predict(scaled_query)[PART:]
    )
    figures["logisticReferenceLoss"] = log_loss(
        fine[reference], logistic.predict_proba(scaled_reference)
    )
    figures["logisticQueryLoss"] = log_loss(fine[query], logistic.predict_proba(scaled_query))
    figures["logisticFirstProbabilities"] = logistic.predict_proba(scaled_query)[0].tolist()

    # An episode: the first 18 rows are labelled, three of each of 6 ways, the others asked. The sum
    # of losses + l/2 |W|^2 is C sum loss + 1/2 |W|^2 at C = 1 / l.
    episode = LogisticRegression(C=1 / EPISODE_PENALTY, tol=1e-10, max_iter=100_000).fit(
        features[:18], fine[:18]
    )
    figures["episodePenalty"] = EPISODE_PENALTY
    figures["episodeProbabilities"] = episode.predict_proba(features[18:]).ravel().tolist()
    figures["episodeDecisions"] = episode.predict(features[18:]).tolist()

    # mean error^2 + l |w|^2 is sum error^2 + alpha |w|^2 at alpha = l n.
    ridge = Ridge(alpha=RIDGE_PENALTY * 36, tol=1e-12).fit(scaled_reference, target[reference])
    predicted = ridge.predict(scaled_query)
    figures["ridgePenalty"] = RIDGE_PENALTY
    figures["ridgePredictions"] = predicted.tolist()
    figures["probeR2"] = r2_score(target[query], predicted)
    figures["probeMeanAbsoluteError"] = mean_absolute_error(target[query], predicted)
    figures["probeRootMeanSquaredError"] = float(
        np.sqrt(mean_squared_error(target[query], predicted))
    )

    truth, groups = target[query], coarse[query]
    figures["spearman"] = spearmanr(predicted, truth)[0]
    figures["kendallTau"] = kendalltau(predicted, truth)[0]
    # The mean of each coarse class is what a dummy would answer.
    class_means = inside(groups, lambda rows: truth[rows].mean())
    figures["probeR2WithinTrue"] = 1 - mean_squared_error(truth, predicted) / mean_squared_error(
        truth, class_means
    )
    figures["spearmanWithinTrue"] = share(
        inside(groups, lambda rows: spearmanr(predicted[rows], truth[rows])[0])
    )
    # One target, cut into three bins of the reference rows.
    edges = np.sort(target[reference])[[11, 12, 23, 24]]
    edges = np.array([edges[:2].mean(), edges[2:].mean()])
    figures["binEdges"] = edges.tolist()
    figures["probeOrdinalKappa"] = cohen_kappa_score(
        np.digitize(predicted, edges), np.digitize(truth, edges), weights="quadratic"
    )

    # Shares of made-up materials: the softmax of three features, guessed by the softmax of the logits.
    shares = softmax(features[:, :3])
    guess = softmax(logits)
    figures["rawMeanSquaredError"] = 3 * mean_squared_error(shares, guess)
    figures["rawMeanAbsoluteError"] = 3 * mean_absolute_error(shares, guess)
    figures["rawR2"] = r2_score(shares, guess, multioutput="variance_weighted")
    for c in range(3):
        figures[f"rawMeanSquaredError:class{c}"] = mean_squared_error(shares[:, c], guess[:, c])
        figures[f"rawMeanAbsoluteError:class{c}"] = mean_absolute_error(shares[:, c], guess[:, c])
        figures[f"rawR2:class{c}"] = r2_score(shares[:, c], guess[:, c])

    # A temperature fitted on the first 36 rows, scored on the others.
    figures["predictionTemperature"] = minimize_scalar(
        lambda t: log_loss(coarse[reference], softmax(logits[reference] / t)),
        bounds=(0.01, 100),
        method="bounded",
        options={"xatol": 1e-10},
    ).x
    figures["scaledNegativeLogLikelihoodNats"] = log_loss(
        coarse[query], softmax(logits[query] / figures["predictionTemperature"])
    )

    figures["coarseAccuracyBalanced"] = balanced_accuracy_score(
        coarse[query][PART:], logits[query][PART:].argmax(axis=1)
    )
    probabilities = softmax(logits)
    top, hit = probabilities.max(axis=1), probabilities.argmax(axis=1) == coarse
    bins = np.minimum((top * 10).astype(int), 9)
    gaps = {b: abs(hit[bins == b].mean() - top[bins == b].mean()) for b in np.unique(bins)}
    figures["expectedCalibrationError"] = sum(gaps[b] * (bins == b).mean() for b in gaps)
    figures["maximumCalibrationError"] = max(gaps.values())
    figures["negativeLogLikelihoodNats"] = log_loss(coarse, probabilities)
    figures["brier"] = sum(brier_score_loss(coarse == c, probabilities[:, c]) for c in range(3))

    FIGURES.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
