#include "providers/sim/find.h"
#include "providers/sim/handlers.h"
#include "providers/sim/objects.h"
#include "providers/sim/paging.h"

// Storage credentials can be looked at and granted on; they are made in the file.

namespace dgctl::providers::sim {
namespace {

Members credential_body(const State& state, const Place& place) {
  const StorageCredential& credential = *place.credential;
  Members body;
  put(body, "id", credential.id);
  put(body, "name", place.top_name);
  put(body, "owner", credential.securable.owner);
  put_unless_empty(body, "comment", credential.comment);
  put(body, "read_only", credential.read_only);
  put(body, "metastore_id", metastore_of(state).id);
  put_stamps(body, credential.securable);
  return body;
}

}  // namespace

Response list_storage_credentials(State& state, const Call& call) {
  std::vector<std::string> names;
  for (auto& [name, credential] : state.storage_credentials) {
    const Place place = credential_place(state, name, credential);
    if (Access(state, call.asker).sees(place)) names.push_back(name);
  }
  const Page page = page_of(state, call, names);
  List credentials;
  for (std::size_t i = page.first; i < page.last; ++i) {
    StorageCredential& credential = state.storage_credentials.find(names[i])->second;
    credentials.push_back(
        Json{credential_body(state, credential_place(state, names[i], credential))});
  }
  Members body;
  put_list(body, "storage_credentials", std::move(credentials));
  put_next_page(body, page);
  return answer(std::move(body));
}

Response get_storage_credential(State& state, const Call& call) {
  const Place place = find_storage_credential(state, call.parts[0]);
  const Access access(state, call.asker);
  if (!access.sees(place)) throw access.hidden(place);
  return answer(credential_body(state, place));
}

}  // namespace dgctl::providers::sim
