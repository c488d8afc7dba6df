# Generated from openapi.yaml by `nox -s generate`; do not edit.
"""Contains all the data models used in inputs/outputs"""

from .api_error import ApiError
from .api_error_errors import ApiErrorErrors
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
from .time_window import TimeWindow
from .weekly_schedule import WeeklySchedule

__all__ = (
    "ApiError",
    "ApiErrorErrors",
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
    "TimeWindow",
    "WeeklySchedule",
)
