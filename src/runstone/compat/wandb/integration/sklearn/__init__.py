"""`wandb.sklearn`: charts of models, each logged under its own name. Those that train or score a model need scikit-learn."""

from runstone.compat.wandb.integration.sklearn.classifiers import (
    plot_calibration_curve,
    plot_class_proportions,
    plot_classifier,
    plot_confusion_matrix,
    plot_precision_recall,
    plot_roc,
)
from runstone.compat.wandb.integration.sklearn.clusterers import plot_clusterer, plot_elbow_curve, plot_silhouette
from runstone.compat.wandb.integration.sklearn.estimators import (
    plot_feature_importances,
    plot_learning_curve,
    plot_summary_metrics,
)
from runstone.compat.wandb.integration.sklearn.regressors import plot_outlier_candidates, plot_regressor, plot_residuals

__all__ = [
    "plot_calibration_curve",
    "plot_class_proportions",
    "plot_classifier",
    "plot_clusterer",
    "plot_confusion_matrix",
    "plot_elbow_curve",
    "plot_feature_importances",
    "plot_learning_curve",
    "plot_outlier_candidates",
    "plot_precision_recall",
    "plot_regressor",
    "plot_residuals",
    "plot_roc",
    "plot_silhouette",
    "plot_summary_metrics",
]
