#include "engine/doctor/doctor.h"

#include <algorithm>

#include "engine/model/descriptor.h"

namespace dgctl::engine {
namespace {

constexpr const char* kOfAccount = "identity of the account";

Check check_named(Topic topic, const std::string& name, const std::string& text) {
  Check check;
  check.topic = topic;
  check.name = name;
  check.text = text;
  return check;
}

/// One that is in apply's way.
Check obstacle(Topic topic, const std::string& name, const std::string& text, bool is_right) {
  Check check = check_named(topic, name, text);
  check.finding = Finding::Missing;
  check.blocks = true;
  check.is_right = is_right;
  return check;
}

bool is_about_login(ErrorClass error_class) {
  return error_class == ErrorClass::Denied || error_class == ErrorClass::Unauthenticated;
}

std::string origin_of(const IdentitySource& identity) {
  if (identity.how.empty()) return identity.from;
  return identity.how + (identity.from.empty() ? "" : ", from " + identity.from);
}

/// What went wrong, and what an error itself says is to be done about it.
struct Told {
  std::string what, cure;
};
Told told_by(const std::string& error) {
  const std::size_t end = error.find("; ");
  if (end == std::string::npos) return {error, {}};
  return {error.substr(0, end), error.substr(end + 2)};
}

/// A host that gave no answer, or none that says anything of whoever asks.
Check no_answer(const std::string& host, const Unseen& unseen) {
  Told told = told_by(unseen.reason);
  Check check = obstacle(Topic::Workspace, host, told.what, false);
  const bool is_reached = unseen.error_class != ErrorClass::Transport;
  if (told.cure.empty()) {
    told.cure = is_reached ? "run again later; if it goes on, name the workspace that is meant"
                           : "let this machine reach it: its name, the network between, a proxy "
                             "(HTTPS_PROXY), and certificates (SSL_CERT_FILE)";
  }
  check.steps = {told.cure};
  return check;
}

/// A login that was tried and refused.
Check refused_login(const std::string& name, const Unseen& unseen, const std::string& origin) {
  const Told told = told_by(what_was_said(unseen.reason));
  Check check = obstacle(Topic::Identity, name, told.what, true);
  const bool is_named = origin.empty() || told.what.find(origin) != std::string::npos;
  if (!is_named) check.text += "; it would be " + origin;
  const bool says_more = !told.cure.empty() && !told.cure.starts_with("check the credentials");
  check.steps = {says_more ? told.cure
                           : "check the credentials: they may have ended, been taken back, or be "
                             "another host's"};
  return check;
}

class Examination {
 public:
  explicit Examination(const Examined& examined) : in_(examined) {}

  std::vector<Check> run() {
    identity();
    if (!is_let_in()) return std::move(checks_);
    if (in_.desired.account) account_identity();
    workspace();
    if (is_the_workspace()) {
      if (in_.draft != nullptr) configuration();
      rights();
      add(check_catalogs(in_));
      add(check_principals(in_));
    }
    add(check_network(in_.desired, in_.ip_access));
    checks_.push_back(check_clock(in_.contact));
    std::stable_sort(checks_.begin(), checks_.end(), [](const Check& a, const Check& b) {
      return a.topic < b.topic;
    });
    return std::move(checks_);
  }

 private:
  void add(const std::vector<Check>& checks) {
    checks_.insert(checks_.end(), checks.begin(), checks.end());
  }

  [[nodiscard]] const Asker* asker() const { return seen(in_.contact.asker); }
  /// Some identities may do things and not ask who they are.
  [[nodiscard]] bool is_let_in() const {
    return asker() != nullptr || seen(in_.metastore) != nullptr;
  }

  /// Of another workspace than the one that is meant, and of one without Unity Catalog, all the
  /// rest would be told and mean nothing.
  [[nodiscard]] bool is_the_workspace() const {
    const auto* unseen = std::get_if<Unseen>(&in_.metastore);
    const bool is_missing = unseen != nullptr && unseen->error_class == ErrorClass::NotFound;
    if (is_missing && !has_metastore()) return false;
    return in_.draft == nullptr || in_.draft->wrong_workspace.empty();
  }

  void identity() {
    const std::string origin = origin_of(in_.identity);
    if (const Asker* who = asker()) {
      std::string text = who->name;
      const bool has_name = !who->display_name.empty() && who->display_name != who->name;
      if (has_name) text += " (" + who->display_name + ")";
      checks_.push_back(
          check_named(Topic::Identity, "identity", text + (origin.empty() ? "" : ": " + origin)));
      return;
    }
    const auto& unseen = std::get<Unseen>(in_.contact.asker);
    if (!is_about_login(unseen.error_class)) {
      checks_.push_back(no_answer(in_.desired.workspace.host, unseen));
      return;
    }
    if (unseen.error_class == ErrorClass::Unauthenticated) {
      checks_.push_back(refused_login("identity", unseen, origin));
      return;
    }
    Check check = obstacle(Topic::Identity, "identity", what_was_said(unseen.reason), true);
    if (!origin.empty()) check.text += "; it would be " + origin;
    if (is_let_in()) {
      check.finding = Finding::Unknown;
      check.steps = {
          "what it may do cannot be told without its groups; a workspace admin can run "
          "this as it"};
    } else {
      check.steps = {
          "a workspace admin assigns it to the workspace, or activates it where it is there and "
          "deactivated: Settings > Identity and access"};
    }
    checks_.push_back(std::move(check));
  }

  /// Whom the account is asked as, which may be somebody else.
  void account_identity() {
    const std::string origin = origin_of(in_.account_identity);
    const auto* unseen = std::get_if<Unseen>(&in_.account);
    const bool is_in = unseen == nullptr || unseen->error_class == ErrorClass::Denied;
    if (is_in) {  // what it may do there is told with the rights
      const std::string& name = in_.account_name;
      const bool is_both = !name.empty() && !origin.empty();
      checks_.push_back(
          check_named(Topic::Identity, kOfAccount, name + (is_both ? ": " : "") + origin));
    } else if (unseen->error_class == ErrorClass::Unauthenticated) {
      checks_.push_back(refused_login(kOfAccount, *unseen, origin));
    } else if (in_.desired.account) {
      checks_.push_back(no_answer(in_.desired.account->host, *unseen));
    }
    is_account_reached_ = is_in;
  }

  void workspace() {
    if (in_.draft != nullptr && !in_.draft->wrong_workspace.empty()) {
      Check check =
          obstacle(Topic::Workspace, "the right workspace", in_.draft->wrong_workspace, false);
      check.steps = {
          "name the workspace that is meant, or another target; nothing is changed "
          "anywhere else"};
      checks_.push_back(std::move(check));
    }
    unity_catalog();
    // Where the account does not answer, that is why, and told.
    if (in_.no_plan && is_account_reached_) {
      const Told told = told_by(in_.no_plan->reason);
      Check check =
          obstacle(Topic::Workspace, "a plan", told.what, is_about_login(in_.no_plan->error_class));
      if (!told.cure.empty()) check.steps = {told.cure};
      checks_.push_back(std::move(check));
    }
  }

  [[nodiscard]] const WorkspaceIds* ids() const {
    return in_.live == nullptr ? nullptr : reading<WorkspaceIds>(*in_.live, CurrentWorkspace{});
  }

  /// As the workspace says itself, whatever may be seen of the metastore.
  [[nodiscard]] bool has_metastore() const {
    return ids() != nullptr && !ids()->metastore_id.empty();
  }

  /// What of it matters to apply is where a new catalog that names no place is stored.
  void unseen_metastore(const Unseen& unseen) {
    Check check = check_named(Topic::Workspace,
                              "Unity Catalog",
                              "metastore " + ids()->metastore_id + ": " + unseen.reason);
    check.finding = Finding::Unknown;
    check.of = made_without_root();
    check.blocks = !check.of.empty();
    check.is_right = is_about_login(unseen.error_class);
    checks_.push_back(std::move(check));
  }

  void unity_catalog() {
    std::string answers = "answers";
    if (ids() != nullptr) answers += " as workspace " + std::to_string(ids()->workspace_id);
    checks_.push_back(check_named(Topic::Workspace, in_.desired.workspace.host, answers));
    const Metastore* metastore = seen(in_.metastore);
    if (metastore == nullptr) {
      const auto& unseen = std::get<Unseen>(in_.metastore);
      if (has_metastore()) return unseen_metastore(unseen);
      const bool is_right = is_about_login(unseen.error_class);
      Check check = obstacle(Topic::Workspace, "Unity Catalog", unseen.reason, is_right);
      if (unseen.error_class == ErrorClass::NotFound) {
        check.text = "no metastore is assigned to the workspace";
        check.steps = {
            "an account admin assigns one: account console > Catalog > the metastore > "
            "Workspaces"};
      }
      checks_.push_back(std::move(check));
      return;
    }
    std::string text = "metastore " + metastore->name;
    if (!metastore->owner.empty()) text += ", administrated by " + metastore->owner;
    checks_.push_back(check_named(Topic::Workspace, "Unity Catalog", text));
    privilege_model(*metastore);
    storage_root(*metastore);
  }

  void privilege_model(const Metastore& metastore) {
    if (metastore.privilege_model_version.empty() ||
        !metastore.privilege_model_version.starts_with("0.")) {
      return;
    }
    Check check = obstacle(Topic::Workspace,
                           "privilege model",
                           "it is version " + metastore.privilege_model_version +
                               ", where nothing is inherited and USE_CATALOG does not exist",
                           false);
    check.steps = {"a metastore admin upgrades it: Catalog Explorer > the metastore > Details"};
    checks_.push_back(std::move(check));
  }

  void storage_root(const Metastore& metastore) {
    Check check = check_named(Topic::Workspace, "storage root", metastore.storage_root);
    if (metastore.storage_root.empty()) {
      const std::vector<Address> of = made_without_root();
      check.of = of;
      check.blocks = !of.empty();
      check.finding = of.empty() ? Finding::Warning : Finding::Unknown;
      check.text = of.empty() ? "the metastore has none: each new catalog needs one of its own"
                              : "the metastore has none: whether a catalog that names none can be "
                                "made there is known only once it is tried";
      if (!of.empty()) {
        check.steps = {
            "give the catalog a storage_root, or the metastore one; or have the catalog "
            "made in Catalog Explorer, which knows Default Storage, and adopt it"};
      }
    }
    checks_.push_back(std::move(check));
  }

  /// Catalogs that the plan makes and that name no place for what is in them.
  [[nodiscard]] std::vector<Address> made_without_root() const {
    std::vector<Address> of;
    if (in_.draft == nullptr) return of;
    const Plan& plan = in_.draft->plan;
    for (const Step& step : plan.steps) {
      const auto* make = std::get_if<CreateObject>(&step.call);
      const bool is_catalog = make != nullptr && make->kind == "catalog";
      if (!is_catalog || !text_of(make->fields, "storage_root").empty()) continue;
      of.push_back(address_of(plan.changes[step.changes.front()]));
    }
    return of;
  }

  void configuration() {
    const Draft& draft = *in_.draft;
    for (const Diagnostic& problem : draft.problems) {
      std::string where = problem.place.file;
      if (problem.place.line > 0) {
        where +=
            ":" + std::to_string(problem.place.line) + ":" + std::to_string(problem.place.column);
      }
      const Told told = told_by(problem.message);
      Check check = obstacle(Topic::Configuration,
                             where.empty() ? "configuration" : where,
                             told.what,
                             draft.is_denied);
      if (!told.cure.empty()) check.steps = {told.cure};
      checks_.push_back(std::move(check));
    }
    for (const auto& [sink, why] : in_.closed_sinks) {
      const Told told = told_by(why);
      Check check = obstacle(Topic::Configuration, "sink " + sink, told.what, false);
      if (!told.cure.empty()) check.steps = {told.cure};
      checks_.push_back(std::move(check));
    }
    for (const std::string& refusal : draft.plan.refusals) {
      Check check = obstacle(Topic::Configuration, "limits", refusal, false);
      check.steps = {"`dgctl plan` shows it; --allow raises a limit for one run"};
      checks_.push_back(std::move(check));
    }
    for (const std::string& warning : draft.plan.warnings) {
      Check check = check_named(Topic::Configuration, "plan", warning);
      check.finding = Finding::Warning;
      checks_.push_back(std::move(check));
    }
    if (!draft.problems.empty() || !draft.plan.refusals.empty()) return;
    const Counts counts = count(draft.plan.changes);
    checks_.push_back(check_named(Topic::Configuration,
                                  "fits the workspace",
                                  "the plan has " + std::to_string(counts.added) + " to add, " +
                                      std::to_string(counts.changed) + " to change, " +
                                      std::to_string(counts.destroyed) + " to destroy"));
  }

  void rights() {
    if (in_.draft == nullptr || in_.live == nullptr) return;
    if (asker() == nullptr) return;  // told with the identity
    add(check_rights(in_));
  }

  const Examined& in_;
  std::vector<Check> checks_;
  bool is_account_reached_ = true;
};

/// The field by which an identity provider claims an object, or nullptr.
const Field* claimed_by(const Object& object) {
  const Descriptor* kind = find_descriptor(object.kind);
  if (kind == nullptr) return nullptr;  // what is only looked at
  for (const Field& field : kind->fields) {
    if (field.foreign_when_set && !text_of(object.fields, field.name).empty()) return &field;
  }
  return nullptr;
}

}  // namespace

std::vector<Check> check_principals(const Examined& examined) {
  std::vector<Check> checks;
  if (examined.live == nullptr) return checks;
  for (const auto& [lookup, result] : *examined.live) {
    const auto* object = reading<Object>(*examined.live, lookup);
    const auto* objects = reading<Objects>(*examined.live, lookup);
    if (object == nullptr && objects != nullptr && objects->size() == 1) object = &objects->front();
    const Field* field = object == nullptr ? nullptr : claimed_by(*object);
    if (field == nullptr) continue;
    Check check = check_named(Topic::Principals,
                              "service principal " + text_of(object->fields, "application_id"),
                              "an identity provider manages it (" + field->name + " " +
                                  text_of(object->fields, field->name) +
                                  "): Databricks makes no secret for it");
    check.finding = Finding::Warning;
    check.steps = {
        "let Segment log in with what the identity provider gives it, or use one that "
        "Databricks manages"};
    const bool is_told = std::any_of(
        checks.begin(), checks.end(), [&](const Check& told) { return told.name == check.name; });
    if (!is_told) checks.push_back(std::move(check));
  }
  return checks;
}

Check without_login(const std::string& what,
                    const std::string& cure,
                    const std::vector<std::string>& ways) {
  Check check = obstacle(Topic::Identity, "identity", what, true);
  check.steps.push_back(cure);
  check.steps.insert(check.steps.end(), ways.begin(), ways.end());
  return check;
}

std::vector<Check> examine(const Examined& examined) { return Examination(examined).run(); }

}  // namespace dgctl::engine
