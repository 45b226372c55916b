"""Roles, what each may do, and the numbers of signing in. Sources: docs/rules.md, "Access"."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from app.domain.access.permission_titles import PERMISSION_TITLES

FAILURES_BEFORE_LOCK = 5
LOCK_LASTS = timedelta(minutes=15)
IDLE_ENDS_AFTER = timedelta(minutes=30)
SESSION_LASTS_AT_MOST = timedelta(hours=12)
SEEN_AT_MOST_EVERY = timedelta(minutes=1)
CODE_STEP_SECONDS = 30
CODE_STEPS_OF_TOLERANCE = 1
CODE_AWAITED_FOR = timedelta(minutes=10)
RECOVERY_CODES = 10
NOT_ME_FOR = timedelta(days=7)


class Permission(StrEnum):
    """One thing a member of staff may do within her subtree."""

    PLACES_READ = "places_read"
    PLACES_MANAGE = "places_manage"
    PLACES_MERGE = "places_merge"
    PLACES_DESCRIBE = "places_describe"
    UNITS_READ = "units_read"
    UNITS_MANAGE = "units_manage"
    STAFF_READ = "staff_read"
    STAFF_APPOINT = "staff_appoint"
    PEOPLE_READ = "people_read"
    PEOPLE_MANAGE = "people_manage"
    PEOPLE_FREEZE = "people_freeze"
    PEOPLE_INVITE = "people_invite"
    ACTIVITIES_READ = "activities_read"
    ACTIVITIES_PLAN = "activities_plan"
    ACTIVITIES_REVIEW = "activities_review"
    ATTENDANCE_RUN = "attendance_run"
    FACILITIES_MANAGE = "facilities_manage"
    BOOKINGS_READ = "bookings_read"
    BOOKINGS_DECIDE = "bookings_decide"
    ORDERS_READ = "orders_read"
    ORDERS_DISPATCH = "orders_dispatch"
    SERVICES_MANAGE = "services_manage"
    COMPLAINTS_READ = "complaints_read"
    COMPLAINTS_HANDLE = "complaints_handle"
    TRAINING_READ = "training_read"
    TRAINING_MANAGE = "training_manage"
    QUALIFICATIONS_MANAGE = "qualifications_manage"
    CULTURE_READ = "culture_read"
    CULTURE_MANAGE = "culture_manage"
    TEAMS_READ = "teams_read"
    TEAMS_MANAGE = "teams_manage"
    HOURS_READ = "hours_read"
    HOURS_APPROVE = "hours_approve"
    HOURS_REVOKE = "hours_revoke"
    HOURS_BACK_FILL = "hours_back_fill"
    HOURS_CONFIRM = "hours_confirm"
    HOURS_ANSWER = "hours_answer"
    HOURS_CORRECT = "hours_correct"
    HOURS_CALL_BACK = "hours_call_back"
    HOURS_EVIDENCE = "hours_evidence"
    RECOGNITION_READ = "recognition_read"
    POINTS_MANAGE = "points_manage"
    STARS_MANAGE = "stars_manage"
    STARS_REVIEW = "stars_review"
    NOMINATIONS_READ = "nominations_read"
    NOMINATIONS_ENTER = "nominations_enter"
    NOMINATIONS_REVIEW = "nominations_review"
    CAMPAIGNS_MANAGE = "campaigns_manage"
    POLLS_READ = "polls_read"
    POLLS_WATCH = "polls_watch"
    OBJECTIONS_ANSWER = "objections_answer"
    CONSULTATIONS_MANAGE = "consultations_manage"
    HONOURS_RECOMMEND = "honours_recommend"
    NOMINEE_IDS_USE = "nominee_ids_use"
    REWARDS_MANAGE = "rewards_manage"
    REWARDS_HAND_OVER = "rewards_hand_over"
    COUPONS_READ = "coupons_read"
    COUPONS_MANAGE = "coupons_manage"
    MERCHANTS_MANAGE = "merchants_manage"
    COUPONS_SETTLE = "coupons_settle"
    CERTIFICATES_READ = "certificates_read"
    CERTIFICATES_ISSUE = "certificates_issue"
    CERTIFICATES_REVOKE = "certificates_revoke"
    CERTIFICATES_MANAGE = "certificates_manage"
    OUTBOX_READ = "outbox_read"
    OUTBOX_RETRY = "outbox_retry"
    WEBHOOKS_MANAGE = "webhooks_manage"
    AUDIT_READ = "audit_read"
    EXPORT = "export"
    ADDRESSES_MANAGE = "addresses_manage"

    @property
    def title(self) -> str:  # type: ignore[override]  # a label, not title case
        """The permission in the words of the console."""
        return PERMISSION_TITLES[self]


class Role(StrEnum):
    """What somebody is at the place she serves."""

    STATION_CLERK = "station_clerk"
    OFFICE_MANAGER = "office_manager"
    CENTRE_ADMINISTRATOR = "centre_administrator"
    AUDITOR = "auditor"

    @property
    def title(self) -> str:  # type: ignore[override]  # a label, not title case
        """The role in the words of the console."""
        return ROLE_TITLES[self]

    @property
    def level(self) -> str:
        """The level of place it serves: centre | office | station."""
        return ROLE_LEVELS[self]


ROLE_TITLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.STATION_CLERK: "实践站专员",
        Role.OFFICE_MANAGER: "实践所管理员",
        Role.CENTRE_ADMINISTRATOR: "中心管理员",
        Role.AUDITOR: "审计员",
    }
)

ROLE_LEVELS: Mapping[Role, str] = MappingProxyType(
    {
        Role.STATION_CLERK: "station",
        Role.OFFICE_MANAGER: "office",
        Role.CENTRE_ADMINISTRATOR: "centre",
        Role.AUDITOR: "centre",
    }
)

_READS = frozenset(
    {
        Permission.PLACES_READ,
        Permission.UNITS_READ,
        Permission.STAFF_READ,
        Permission.PEOPLE_READ,
        Permission.ACTIVITIES_READ,
        Permission.TRAINING_READ,
        Permission.CULTURE_READ,
        Permission.TEAMS_READ,
        Permission.HOURS_READ,
        Permission.RECOGNITION_READ,
        Permission.COUPONS_READ,
        Permission.CERTIFICATES_READ,
        Permission.NOMINATIONS_READ,
        Permission.BOOKINGS_READ,
        Permission.ORDERS_READ,
        Permission.COMPLAINTS_READ,
    }
)
_CLERK = _READS | {
    Permission.PLACES_DESCRIBE,
    Permission.FACILITIES_MANAGE,
    Permission.BOOKINGS_DECIDE,
    Permission.PEOPLE_INVITE,
    Permission.PEOPLE_MANAGE,
    Permission.ACTIVITIES_PLAN,
    Permission.ATTENDANCE_RUN,
    Permission.TRAINING_MANAGE,
    Permission.CULTURE_MANAGE,
    Permission.TEAMS_MANAGE,
    Permission.HOURS_APPROVE,
    Permission.HOURS_BACK_FILL,
    Permission.HOURS_CALL_BACK,
    Permission.REWARDS_HAND_OVER,
    Permission.CERTIFICATES_ISSUE,
    Permission.NOMINATIONS_ENTER,
    Permission.NOMINATIONS_REVIEW,
    Permission.ORDERS_DISPATCH,
    Permission.SERVICES_MANAGE,
    Permission.COMPLAINTS_HANDLE,
    Permission.EXPORT,
}
_MANAGER = _CLERK | {
    Permission.PLACES_MANAGE,
    Permission.UNITS_MANAGE,
    Permission.STAFF_APPOINT,
    Permission.PEOPLE_FREEZE,
    Permission.ACTIVITIES_REVIEW,
    Permission.QUALIFICATIONS_MANAGE,
    Permission.HOURS_REVOKE,
    Permission.HOURS_CONFIRM,
    Permission.HOURS_ANSWER,
    Permission.HOURS_CORRECT,
    Permission.HOURS_EVIDENCE,
    Permission.REWARDS_MANAGE,
    Permission.MERCHANTS_MANAGE,
    Permission.COUPONS_SETTLE,
    Permission.CERTIFICATES_REVOKE,
    Permission.CERTIFICATES_MANAGE,
    Permission.AUDIT_READ,
}

ROLE_PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.STATION_CLERK: _CLERK,
        Role.OFFICE_MANAGER: _MANAGER,
        Role.CENTRE_ADMINISTRATOR: _MANAGER
        | {
            Permission.PLACES_MERGE,
            Permission.POINTS_MANAGE,
            Permission.STARS_MANAGE,
            Permission.STARS_REVIEW,
            Permission.COUPONS_MANAGE,
            Permission.CAMPAIGNS_MANAGE,
            Permission.POLLS_READ,
            Permission.OBJECTIONS_ANSWER,
            Permission.CONSULTATIONS_MANAGE,
            Permission.HONOURS_RECOMMEND,
            Permission.NOMINEE_IDS_USE,
            Permission.OUTBOX_READ,
            Permission.OUTBOX_RETRY,
            Permission.WEBHOOKS_MANAGE,
            Permission.ADDRESSES_MANAGE,
        },
        Role.AUDITOR: _READS
        | {
            Permission.HOURS_EVIDENCE,
            Permission.POLLS_READ,
            Permission.POLLS_WATCH,
            Permission.OUTBOX_READ,
            Permission.AUDIT_READ,
            Permission.EXPORT,
        },
    }
)

# What makes or decides hours, moves roles, or carries people's data away: not by a password alone.
NEEDS_SECOND_FACTOR = frozenset(
    {
        Permission.PEOPLE_MANAGE,  # a new phone opens somebody's account
        Permission.PLACES_MERGE,  # for good
        Permission.UNITS_MANAGE,  # stands on a public list
        Permission.ATTENDANCE_RUN,
        Permission.ORDERS_DISPATCH,  # shows where people live, and makes activities
        Permission.COMPLAINTS_HANDLE,  # shows who complained
        Permission.TRAINING_MANAGE,  # minutes learned stand on certificates
        Permission.QUALIFICATIONS_MANAGE,
        Permission.HOURS_APPROVE,
        Permission.HOURS_REVOKE,
        Permission.HOURS_BACK_FILL,
        Permission.HOURS_CALL_BACK,
        Permission.HOURS_CONFIRM,
        Permission.HOURS_ANSWER,
        Permission.HOURS_CORRECT,
        Permission.STAFF_APPOINT,
        Permission.POINTS_MANAGE,
        Permission.STARS_MANAGE,
        Permission.STARS_REVIEW,
        Permission.NOMINATIONS_REVIEW,
        Permission.CAMPAIGNS_MANAGE,
        Permission.OBJECTIONS_ANSWER,
        Permission.CONSULTATIONS_MANAGE,
        Permission.HONOURS_RECOMMEND,
        Permission.NOMINEE_IDS_USE,
        Permission.REWARDS_MANAGE,
        Permission.COUPONS_MANAGE,
        Permission.MERCHANTS_MANAGE,  # a phone it lets in redeems money
        Permission.COUPONS_SETTLE,
        Permission.CERTIFICATES_ISSUE,
        Permission.CERTIFICATES_REVOKE,
        Permission.CERTIFICATES_MANAGE,
        Permission.EXPORT,
        Permission.ADDRESSES_MANAGE,
    }
)

# Attendance is run where the activity is, by phone; all else can wait for the office.
FROM_KNOWN_ADDRESSES = NEEDS_SECOND_FACTOR - {Permission.ATTENDANCE_RUN}

# Nobody appoints her equal: the first administrators are made on the server's command line.
APPOINTS: Mapping[Role, frozenset[Role]] = MappingProxyType(
    {
        Role.STATION_CLERK: frozenset(),
        Role.OFFICE_MANAGER: frozenset({Role.STATION_CLERK}),
        Role.CENTRE_ADMINISTRATOR: frozenset(
            {Role.STATION_CLERK, Role.OFFICE_MANAGER, Role.AUDITOR}
        ),
        Role.AUDITOR: frozenset(),
    }
)


def lock_after_failure(failures: int, *, now: datetime) -> datetime | None:
    """Until when an account is closed once it has failed so many times in a row."""
    return now + LOCK_LASTS if failures >= FAILURES_BEFORE_LOCK else None
