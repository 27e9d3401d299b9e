#include "engine/config/workspace.h"

#include <utility>
#include <variant>

#include "engine/config/unsupported.h"
#include "engine/model/descriptor.h"
#include "engine/model/host.h"

namespace dgctl::engine {
namespace {

constexpr std::string_view kSimulated = "sim:";

std::string below(std::string_view folder, const std::string& url) {
  const bool is_relative = url.starts_with(kSimulated) && url[kSimulated.size()] != '/';
  if (!is_relative || folder.empty()) return url;
  return std::string(kSimulated) + std::string(folder) + "/" + url.substr(kSimulated.size());
}

std::optional<std::string> read_uuid(Section& keys, std::string_view name, Findings& findings) {
  const auto text = keys.text(name);
  if (!text) return std::nullopt;
  if (is_uuid(*text)) return lower_case(*text);
  findings.error(keys.place_of(name), in_quotes(name) + " must be a UUID, not " + in_quotes(*text));
  return std::nullopt;
}

std::string read_profile(const YamlNode* node, Findings& findings) {
  const auto name = node == nullptr ? std::nullopt : read_text(*node, "'profile'", findings);
  if (name && name->empty()) {
    findings.error(node->place, "'profile' is empty; name a profile, or leave it out");
  }
  return name.value_or("");
}

void read_host(const std::string& text,
               const Place& place,
               std::string_view folder,
               DesiredWorkspace& workspace,
               Findings& findings) {
  auto host = clean_host(text);
  if (const auto* why = std::get_if<std::string>(&host)) {
    findings.error(place, "'host' " + *why);
    return;
  }
  auto& clean = std::get<CleanHost>(host);
  workspace.host = below(folder, clean.url);
  if (!workspace.workspace_id) workspace.workspace_id = clean.workspace_id;
  if (!workspace.account_id) workspace.account_id = std::move(clean.account_id);
}

}  // namespace

DesiredWorkspace read_workspace(const YamlMember& member,
                                std::string_view folder,
                                Findings& findings) {
  DesiredWorkspace workspace;
  workspace.place = member.place;
  Section keys(member.value, "'workspace'", findings);
  const YamlNode* host = keys.get("host");
  const YamlNode* profile = keys.get("profile");
  workspace.workspace_id = keys.number("workspace_id");
  if (workspace.workspace_id && *workspace.workspace_id <= 0) {
    findings.error(keys.place_of("workspace_id"), "'workspace_id' must be greater than 0");
  }
  workspace.metastore_id = read_uuid(keys, "metastore_id", findings);
  workspace.account_id = read_uuid(keys, "account_id", findings);
  keys.finish("workspace");
  workspace.profile = read_profile(profile, findings);
  if (host != nullptr) {
    const auto text = read_text(*host, "'host'", findings);
    if (text) read_host(*text, host->place, folder, workspace, findings);
  }
  if (keys.is_map() && host == nullptr && profile == nullptr) {
    findings.error(member.place, "'workspace' names no workspace; write host or profile in it");
  }
  return workspace;
}

namespace {

/// `account:`, in the order in which its keys are told.
class AccountReader {
 public:
  AccountReader(const YamlNode& node, Place place, DesiredWorkspace& workspace, Findings& findings)
      : keys_(&node, "'account'", findings),
        place_(std::move(place)),
        workspace_(workspace),
        findings_(findings) {}

  DesiredAccount read(std::string_view folder) {
    account_.place = place_;
    read_id();
    account_.profile = read_profile(keys_.get("profile"), findings_);
    read_host(folder);
    keys_.finish("account");
    return std::move(account_);
  }

 private:
  void read_id() {
    const bool is_told = workspace_.account_id.has_value();
    const YamlNode* node =
        is_told ? keys_.get("id") : keys_.require("id", place_, "write the account's UUID");
    const auto id = node == nullptr ? std::nullopt : read_uuid(keys_, "id", findings_);
    if (id && is_told && *id != *workspace_.account_id) {
      findings_.error(
          node->place,
          "'id' is not the account that 'workspace' is pinned to, " + *workspace_.account_id);
    }
    if (id && !is_told) workspace_.account_id = id;
    account_.id = workspace_.account_id.value_or("");
  }

  void read_host(std::string_view folder) {
    const bool is_simulated = workspace_.host.starts_with(kSimulated);
    const bool is_needed = !is_simulated && account_.profile.empty();
    const YamlNode* node =
        is_needed ? keys_.require("host",
                                  place_,
                                  "write that of the account console, such as "
                                  "https://accounts.cloud.databricks.com, or a profile")
                  : keys_.get("host");
    // The file of an embedded workspace answers for its account too.
    if (node == nullptr) {
      if (is_simulated) account_.host = workspace_.host;
      return;
    }
    const auto text = read_text(*node, "'host'", findings_);
    if (!text) return;
    auto host = clean_host(*text);
    if (const auto* why = std::get_if<std::string>(&host)) {
      findings_.error(node->place, "'host' " + *why);
      return;
    }
    account_.host = below(folder, std::get<CleanHost>(host).url);
    const bool either = is_simulated || account_.host.starts_with(kSimulated);
    if (either && !workspace_.host.empty() && account_.host != workspace_.host) {
      findings_.error(node->place,
                      "an embedded workspace and its account are one file; leave 'host' out");
    }
  }

  Section keys_;
  Place place_;
  DesiredWorkspace& workspace_;
  Findings& findings_;
  DesiredAccount account_;
};

}  // namespace

std::optional<DesiredAccount> read_identity_plane(Section& file,
                                                  std::string_view folder,
                                                  DesiredWorkspace& workspace,
                                                  Findings& findings) {
  const bool is_account = file.word("identity_plane", {"workspace", "account"}) == "account";
  const YamlNode* node = file.get("account");
  if (node != nullptr && !is_account) {
    findings.error(file.place_of("account"),
                   "'account' is for 'identity_plane: account' only; write that too, or leave "
                   "'account' out");
    return std::nullopt;
  }
  if (!is_account) return std::nullopt;
  if (node == nullptr) {
    findings.error(file.place_of("identity_plane"),
                   "with 'identity_plane: account' the account must be named; write account: {id: "
                   "UUID, host: https://accounts.cloud.databricks.com}");
    return std::nullopt;
  }
  return AccountReader(*node, file.place_of("account"), workspace, findings).read(folder);
}

std::string read_state_path(const YamlNode* node, Findings& findings) {
  std::string path = ".dgctl";
  Section keys(node, "'state'", findings);
  const YamlNode* backend = keys.get("backend");
  const bool is_unread = backend != nullptr && backend->type == YamlType::Scalar &&
                         is_unsupported("state.backend", backend->text);
  if (is_unread) {
    findings.error(backend->place, unsupported_message(backend->text));
  } else if (backend != nullptr) {
    read_word(*backend, "'backend'", {"local"}, findings);
  }
  if (auto text = keys.text("path")) path = std::move(*text);
  if (path.empty()) findings.error(keys.place_of("path"), "'path' is empty; name a folder");
  // What else another backend takes is not worth a message of its own.
  if (!is_unread) keys.finish("state");
  return path;
}

}  // namespace dgctl::engine
