# Generated from openapi.yaml by `nox -s generate`; do not edit.
"""The objects of the API. Each is loaded when it is first used, which keeps the import of the package fast."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .initial_brands import InitialBrands
    from .manual_data import ManualData
    from .multistep_data import MultistepData
    from .multistep_status import MultistepStatus
    from .planner_data import PlannerData
    from .planner_multistep_data import PlannerMultistepData
    from .send_log import SendLog
    from .send_meta import SendMeta
    from .sms_campaign_send_resource import SmsCampaignSendResource
    from .sms_campaign_send_response import SmsCampaignSendResponse
    from .status_planner_data import StatusPlannerData
    from .step_performance import StepPerformance
    from .time_window import TimeWindow
    from .weekly_schedule import WeeklySchedule

__all__ = [
    "InitialBrands",
    "ManualData",
    "MultistepData",
    "MultistepStatus",
    "PlannerData",
    "PlannerMultistepData",
    "SendLog",
    "SendMeta",
    "SmsCampaignSendResource",
    "SmsCampaignSendResponse",
    "StatusPlannerData",
    "StepPerformance",
    "TimeWindow",
    "WeeklySchedule",
]

_MODULES: dict[str, str] = {
    "InitialBrands": ".initial_brands",
    "ManualData": ".manual_data",
    "MultistepData": ".multistep_data",
    "MultistepStatus": ".multistep_status",
    "PlannerData": ".planner_data",
    "PlannerMultistepData": ".planner_multistep_data",
    "SendLog": ".send_log",
    "SendMeta": ".send_meta",
    "SmsCampaignSendResource": ".sms_campaign_send_resource",
    "SmsCampaignSendResponse": ".sms_campaign_send_response",
    "StatusPlannerData": ".status_planner_data",
    "StepPerformance": ".step_performance",
    "TimeWindow": ".time_window",
    "WeeklySchedule": ".weekly_schedule",
}


if not TYPE_CHECKING:  # a type checker sees the imports

    def __getattr__(name: str) -> type:
        """Load a model."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        model = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
        return model

    def __dir__() -> list[str]:
        """All names, loaded or not."""
        return sorted({*globals(), *_MODULES})
