#include "engine/config/grants.h"

#include <algorithm>

#include "engine/model/descriptor.h"
#include "engine/model/privileges.h"

namespace dgctl::engine {
namespace {

template <class T>
void sort_out(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

const Descriptor& grant_kind() { return descriptor_of(entry_kind_on_securables()); }

Address grant_address(const Securable& on, const ReadPrincipal& principal) {
  return {grant_kind().kind, make_key({to_text(on), principal.key})};
}

// What a managed one holds beyond the file counts also where no grant names it: its entitlements.
GrantUnion::GrantUnion(const ServicePrincipals& principals, Findings& findings)
    : principals_(principals), findings_(findings) {
  for (const ServicePrincipal& principal : principals.all()) {
    if (principal.management == Management::ReadOnly || !principal.is_whole()) continue;
    noted(ServicePrincipals::declared(principal));
  }
}

void GrantUnion::agree(Said& said,
                       std::optional<bool> flag,
                       std::string_view key,
                       const GrantRequest& by) {
  if (!flag) return;
  if (said.flag && *said.flag != *flag) {
    findings_.error(by.place,
                    in_quotes(key) + " is " + (*flag ? "true" : "false") + " here and " +
                        (*flag ? "false" : "true") + " at " + to_text(said.place) +
                        " for one grant, " + to_string(grant_address(by.on, by.principal)) +
                        "; write the same");
    return;
  }
  if (!said.flag) said = {flag, by.place};
}

void GrantUnion::unite_ignored(United& united, const GrantRequest& request) {
  for (const IgnoredChange& ignored : request.ignore_changes) {
    const auto same =
        std::find_if(united.ignore_changes.begin(),
                     united.ignore_changes.end(),
                     [&](const IgnoredChange& known) { return known.field == ignored.field; });
    if (same == united.ignore_changes.end()) {
      united.ignore_changes.push_back(ignored);
    } else if (*same != ignored) {
      findings_.error(request.place,
                      "'ignore_changes' says two things of '" + ignored.field + "' of " +
                          to_string(grant_address(request.on, request.principal)) +
                          ", here and at " + to_text(united.places.front()) + "; write it once");
    }
  }
}

DesiredPrincipal& GrantUnion::noted(const ReadPrincipal& read) {
  const auto [at, is_new] = named_.try_emplace(read.identity());
  DesiredPrincipal& named = at->second;
  if (!is_new) return named;
  named.principal = read.name;
  named.key = read.key;
  named.kind = read.kind;
  if (const ServicePrincipal* declared = principals_.find(read)) {
    named.excess = declared->excess;
    named.places.push_back(declared->place);
  }
  return named;
}

void GrantUnion::note_principal(const GrantRequest& request) {
  const ReadPrincipal& read = request.principal;
  DesiredPrincipal& named = noted(read);
  if (named.kind != read.kind) {
    findings_.error(request.principal_place,
                    in_quotes(*read.name.text()) + " is meant as a " + read.kind +
                        " here and as a " + named.kind + " at " + to_text(named.places.front()) +
                        "; names of principals are unique, so write the same");
    return;
  }
  named.places.push_back(request.principal_place);
}

void GrantUnion::add(GrantRequest request) {
  note_principal(request);
  United& united = grants_[{request.on, request.principal.identity()}];
  united.principal = request.principal;
  united.words.insert(request.words.begin(), request.words.end());
  agree(united.adopt, request.adopt, "adopt", request);
  agree(united.prevent_destroy, request.prevent_destroy, "prevent_destroy", request);
  unite_ignored(united, request);
  // Whoever asks for it without a condition is to have it: not a contradiction.
  united.is_always =
      united.is_always || !request.condition || *request.condition == Condition::Always;
  united.needs.insert(united.needs.end(), request.needs.begin(), request.needs.end());
  for (Address& need : request.principal.needs()) united.needs.push_back(std::move(need));
  united.places.push_back(std::move(request.place));
}

std::vector<DesiredResource> GrantUnion::resources() const {
  std::vector<DesiredResource> resources;
  resources.reserve(grants_.size());
  for (const auto& [key, united] : grants_) {
    DesiredResource& resource = resources.emplace_back();
    resource.address = grant_address(key.first, united.principal);
    resource.fields = fields_of(Entry{key.first, united.principal.name, united.words});
    resource.adopt = united.adopt.flag.value_or(true);
    resource.prevent_destroy =
        united.prevent_destroy.flag.value_or(grant_kind().protected_by_default);
    resource.ignore_changes = united.ignore_changes;
    std::sort(resource.ignore_changes.begin(),
              resource.ignore_changes.end(),
              [](const IgnoredChange& a, const IgnoredChange& b) { return a.field < b.field; });
    resource.condition = united.is_always ? Condition::Always : Condition::ExistsAndIsNotOwn;
    resource.needs = united.needs;
    resource.places = united.places;
  }
  return resources;
}

std::vector<DesiredPrincipal> GrantUnion::principals() const {
  std::vector<DesiredPrincipal> principals;
  for (const auto& [identity, named] : named_) {
    DesiredPrincipal& principal = principals.emplace_back(named);
    sort_out(principal.places);
  }
  return principals;
}

}  // namespace dgctl::engine
