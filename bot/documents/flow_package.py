"""A flow for Power Automate that posts each response of a form to us: a legacy package.

It is imported under My flows, Import, Import Package (Legacy). The structure was read from public
packages and generators, for none is published; it was not tried in a tenant, and says so itself.
"""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from bot import texts
from bot.documents.zipped import zipped
from bot.model.words import LANGUAGES, Phrase

FORMS = "shared_microsoftforms"
API = f"/providers/Microsoft.PowerApps/apis/{FORMS}"
FLOWS = "Microsoft.Flow/flows"
SCHEMA = (
    "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/"
    "workflowdefinition.json#"
)
MADE = "2027-01-01T00:00:00.0000000Z"
FORM, TOKEN = "FORM_ID", "HOOK_TOKEN"
"""What whoever imports the flow puts in: the id of their form, and the token that we know."""
DETAILS = "outputs('Get_response_details')?['body"
RESPONSE = "triggerOutputs()?['body/resourceData/responseId']"
Json = dict[str, Any]


def package(public_url: str) -> bytes:
    """The package for a bot at this address, as a zip file; always the same bytes."""
    flow, api, connection = (_id(public_url, name) for name in ("flow", "api", "connection"))
    folder = f"{FLOWS}/{flow}"
    files = {
        "manifest.json": _manifest(flow, api, connection),
        f"{FLOWS}/manifest.json": {
            "packageSchemaVersion": "1.0",
            "flowAssets": {"assetPaths": [flow]},
        },
        f"{folder}/definition.json": _definition(flow, public_url),
        f"{folder}/apisMap.json": {FORMS: api},
        f"{folder}/connectionsMap.json": {FORMS: connection},
    }
    return zipped({name: _bytes(found) for name, found in files.items()})


def _id(public_url: str, name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"circuit/{public_url}/{name}"))


def _manifest(flow: str, api: str, connection: str) -> Json:
    """What the package holds, and what whoever imports it chooses."""
    return {
        "schema": "1.0",
        "details": {
            "displayName": _said("name"),
            "description": _said("description"),
            "createdTime": MADE,
            "packageTelemetryId": flow,
            "creator": "Circuit",
            "sourceEnvironment": "",
        },
        "resources": {
            flow: {
                "type": FLOWS,
                "suggestedCreationType": "New",
                "creationType": "Existing, New, Update",
                "details": {"displayName": _said("name")},
                "configurableBy": "User",
                "hierarchy": "Root",
                "dependsOn": [api, connection],
            },
            api: {
                "id": API,
                "name": FORMS,
                "type": "Microsoft.PowerApps/apis",
                "suggestedCreationType": "Existing",
                "details": {"displayName": "Microsoft Forms"},
                "configurableBy": "System",
                "hierarchy": "Child",
                "dependsOn": [],
            },
            connection: {
                "type": "Microsoft.PowerApps/apis/connections",
                "suggestedCreationType": "Existing",
                "creationType": "Existing",
                "details": {"displayName": "Microsoft Forms"},
                "configurableBy": "User",
                "hierarchy": "Child",
                "dependsOn": [api],
            },
        },
    }


def _definition(flow: str, public_url: str) -> Json:
    """The flow itself."""
    return {
        "name": flow,
        "id": f"/providers/{FLOWS}/{flow}",
        "type": FLOWS,
        "properties": {
            "apiId": "/providers/Microsoft.PowerApps/apis/shared_logicflows",
            "displayName": _said("name"),
            "definition": {
                "$schema": SCHEMA,
                "contentVersion": "1.0.0.0",
                "parameters": {
                    "$authentication": {"defaultValue": {}, "type": "SecureObject"},
                    "$connections": {"defaultValue": {}, "type": "Object"},
                },
                "triggers": {"When_a_new_response_is_submitted": _trigger()},
                "actions": {
                    "Get_response_details": _details(),
                    "Post_to_Circuit": _post(public_url),
                },
                "outputs": {},
            },
            "connectionReferences": {
                FORMS: {
                    "connectionName": FORMS,
                    "source": "Embedded",
                    "id": API,
                    "tier": "NotSpecified",
                }
            },
        },
    }


def _trigger() -> Json:
    """It begins with each response; several in one call begin as many flows."""
    return {
        "type": "OpenApiConnectionWebhook",
        "splitOn": "@triggerOutputs()?['body/value']",
        "inputs": _of_forms("CreateFormWebhook", {"form_id": FORM}),
    }


def _details() -> Json:
    return {
        "runAfter": {},
        "type": "OpenApiConnection",
        "inputs": _of_forms(
            "GetFormResponseById", {"form_id": FORM, "response_id": f"@{RESPONSE}"}
        ),
    }


def _of_forms(operation: str, parameters: Json) -> Json:
    return {
        "host": {"apiId": API, "connectionName": FORMS, "operationId": operation},
        "parameters": parameters,
        "authentication": "@parameters('$authentication')",
    }


def _post(public_url: str) -> Json:
    """What ``POST /hooks/forms`` takes; the token stands in no history of runs."""
    return {
        "runAfter": {"Get_response_details": ["Succeeded"]},
        "type": "Http",
        "inputs": {
            "method": "POST",
            "uri": f"{public_url}/hooks/forms",
            "headers": {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"},
            "body": {
                "form_id": FORM,
                "response_id": f"@{{{RESPONSE}}}",
                "responder": f"@{{{DETAILS}/responder']}}",
                "submitted": f"@{{{DETAILS}/submitDate']}}",
                "answers": f"@{DETAILS}']",
            },
        },
        "runtimeConfiguration": {"secureData": {"properties": ["inputs"]}},
    }


def _said(name: str) -> str:
    return texts.render_in(Phrase(f"flow_package.{name}"), LANGUAGES)


def _bytes(found: Mapping[str, Any]) -> bytes:
    return json.dumps(found, ensure_ascii=False, indent=2).encode()
