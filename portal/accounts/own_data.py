"""What accounts keep about a person, for the copy that everybody may ask for (UU 27/2022). Never a secret."""

from allauth.mfa.models import Authenticator

from portal.accounts.models import Invitation


def of(user):
    """Plain data, ready for JSON. Names of fields are those of docs/privacy.md; moments are UTC."""
    return {
        "profile": {
            "name": user.name,
            "email": user.email,
            "phone": str(user.phone) if user.phone else None,
            "language": user.language,
            "joined_at": user.date_joined,
            "last_log_in_at": user.last_login,
            "has_password": user.has_usable_password(),
            "has_pin": bool(user.pin),
        },
        "second_factors": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "memberships": [_membership(row) for row in user.memberships.select_related("office").order_by("pk")],
        "invitations": [_invitation(row) for row in _invitations(user)],
        "consents": [
            _consent(row) for row in user.consents.select_related("text__purpose", "taken_by__office").order_by("pk")
        ],
        "notices_shown": [
            {"version": row.text.number, "at": row.at, "how": row.channel, "language": row.language}
            for row in user.notices_shown.select_related("text").order_by("pk")
        ],
        "counter": list(
            user.claim_codes.order_by("pk").values(
                "number", "purpose", "office__name", "facts", "requested_at", "used_at"
            )
        ),
        "open_sessions": list(
            user.open_sessions.live().order_by("pk").values("browser", "system", "first_used_at", "last_used_at")
        ),
    }


def _invitations(user):
    # By the address alone: one that is not confirmed may be anybody's.
    is_confirmed = user.email and user.emailaddress_set.filter(email=user.email, verified=True).exists()
    rows = Invitation.objects.filter(email=user.email) if is_confirmed else Invitation.objects.none()
    return rows.select_related("office").order_by("pk")


def _membership(row):
    return {
        "office": row.office.name,
        "role": row.role,
        "standing": row.standing,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "letter_number": row.letter_number,
        "ended_at": row.ended_at,
        "ending_letter_number": row.ending_letter_number,
    }


def _invitation(row):
    return {
        "name": row.name,
        "email": row.email,
        "office": row.office.name,
        "role": row.role,
        "letter_number": row.letter_number,
        "created_at": row.created_at,
        "accepted_at": row.accepted_at,
        "withdrawn_at": row.withdrawn_at,
    }


def _consent(row):
    return {
        "purpose": row.purpose_id,
        "decision": "given" if row.is_given else "withdrawn",
        "version": row.text.number,
        "text": row.text.get_absolute_url(),
        "at": row.at,
        "how": row.channel,
        "taken_by_office": row.taken_by.office.name if row.taken_by else None,
        "language": row.language,
    }
