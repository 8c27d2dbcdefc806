"""Metrics of made-up logits by scikit-learn, and the calibration error as Guo et al. (2017) compute it.

Usage: evaluation_metrics.py > src/test/resources/metric/evaluation.json
Needs numpy and scikit-learn (made with Debian's python3-sklearn 1.2).
"""

import json
import sys

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    precision_recall_fscore_support,
    top_k_accuracy_score,
)

CLASSES = 12
SAMPLES = 200


def expected_calibration_error(probabilities, labels, bins=15):
    confidence = probabilities.max(axis=1)
    correct = probabilities.argmax(axis=1) == labels
    bounds = np.linspace(0, 1, bins + 1)
    error = 0.0
    for low, high in zip(bounds[:-1], bounds[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            error += abs(confidence[inside].mean() - correct[inside].mean()) * inside.mean()
    return error


def main():
    random = np.random.default_rng(18)
    # The last class has no samples; the first is never predicted.
    labels = random.integers(0, CLASSES - 1, SAMPLES)
    logits = random.normal(0, 2, (SAMPLES, CLASSES))
    logits[np.arange(SAMPLES), labels] += 2
    logits[:, 0] -= 20
    logits = np.round(logits, 3)
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    predicted = logits.argmax(axis=1)
    every = list(range(CLASSES))
    precision, recall, f1, support = precision_recall_fscore_support(
        labels, predicted, labels=every, zero_division=0
    )
    json.dump(
        {
            "labels": labels.tolist(),
            "logits": logits.tolist(),
            "accuracy": accuracy_score(labels, predicted),
            "topFiveAccuracy": top_k_accuracy_score(labels, logits, k=5, labels=every),
            "precision": precision.tolist(),
            "recall": recall.tolist(),
            "f1": f1.tolist(),
            "support": support.tolist(),
            "macroF1": float(f1.mean()),
            "confusion": confusion_matrix(labels, predicted, labels=every).tolist(),
            "calibrationError": expected_calibration_error(probabilities, labels),
        },
        sys.stdout,
    )
    print()


if __name__ == "__main__":
    main()
