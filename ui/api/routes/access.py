"""Who asks, and what they may do with which collection."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from ui.access.identity import EVERY_COLLECTION, CatalogueFactory, Identity, Right, identity_of
from ui.api.openapi import errors
from ui.api.schemas.access import CollectionSchema, CollectionsSchema, MeSchema, PermissionsSchema, right_names
from ui.http.route import ProblemRoute


def routes(catalogue_for: CatalogueFactory) -> APIRouter:
    """`GET /api/me` and `GET /api/collections`."""
    routes = APIRouter(route_class=ProblemRoute, default_response_class=JSONResponse, tags=["access"])

    @routes.get("/me", operation_id="whoAmI", responses=errors())
    def me(request: Request) -> MeSchema:
        """Tell who you are, and what you may do; the collection "*" is every one."""
        identity = identity_of(request)
        granted = [PermissionsSchema(name=name, rights=right_names(right)) for name, right in sorted(identity.rights)]
        return MeSchema(name=identity.name, way=identity.way, collections=granted)

    @routes.get("/collections", operation_id="listCollections", responses=errors())
    def collections(request: Request) -> CollectionsSchema:
        """List the collections that you may read, and those still empty that you may add to."""
        identity = identity_of(request)
        held = dict(catalogue_for(request).list_articles(limit=0).collections)
        addable = (identity.collections(Right.ADD) or frozenset()) - {EVERY_COLLECTION}
        listed = held | dict.fromkeys(sorted(addable - held.keys()), 0)
        return CollectionsSchema(
            collections=[
                CollectionSchema(name=name, articles=number, rights=right_names(_highest(identity, name)))
                for name, number in listed.items()
            ]
        )

    return routes


def _highest(identity: Identity, collection: str) -> int:
    return max(right for right in Right if identity.may(right, collection))
