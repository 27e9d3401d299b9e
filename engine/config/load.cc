#include "engine/config/load.h"

#include <algorithm>
#include <utility>

#include "engine/config/conflicts.h"
#include "engine/config/credentials.h"
#include "engine/config/data_graphs.h"
#include "engine/config/declarations.h"
#include "engine/config/entries.h"
#include "engine/config/objects.h"
#include "engine/config/references.h"
#include "engine/config/safety.h"
#include "engine/config/section.h"
#include "engine/config/variables.h"
#include "engine/config/weight.h"
#include "engine/config/workspace.h"
#include "engine/config/yaml_reader.h"
#include "engine/edges/error.h"

namespace dgctl::engine {
namespace {

constexpr std::string_view kOnlyTarget = "default";
constexpr std::size_t kMaxNameLength = 63;

/// The folder of a file, without the slash at its end.
std::string_view folder_of(std::string_view file) {
  const std::size_t slash = file.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : file.substr(0, slash);
}

class Loading {
 public:
  Loading(Files& files, const LoadOptions& options) : files_(files), options_(options) {
    shown_as_ = options.shown_as.empty() ? options.file : options.shown_as;
  }

  Loaded load() {
    YamlNode* root = read_file();
    const std::vector<VariableFileTree> given = read_variable_files();
    if (root != nullptr) {
      choose_target();
      Variables variables(find_value(*root, "variables"), options_, given, tree_, findings_);
      const Declarations declarations(
          find_value(*root, "resources"), find_value(*root, "data_graphs"), tree_, findings_);
      resolve(*root, declarations, variables);
      read_header(*root);
      expand(declarations);
      desired_.variables = variables.checked();
    }
    Loaded loaded;
    if (!findings_.has_errors()) loaded.desired = std::move(desired_);
    loaded.diagnostics = findings_.take();
    return loaded;
  }

 private:
  /// The root of the configuration, a map, or null.
  YamlNode* read_file() {
    std::optional<std::string> text;
    try {
      text = files_.read(options_.file, kMaxFileBytes);
    } catch (const Error& error) {
      findings_.error({shown_as_}, std::string("cannot read the configuration: ") + error.what());
      return nullptr;
    }
    if (!text) {
      findings_.error({shown_as_}, "there is no such file; 'dgctl init' writes one");
      return nullptr;
    }
    YamlNode* root = read_yaml(SourceText(shown_as_, *text), tree_, findings_);
    return root != nullptr && expect_map(*root, "the file", findings_) ? root : nullptr;
  }

  std::vector<VariableFileTree> read_variable_files() {
    std::vector<VariableFileTree> given;
    given.reserve(options_.variable_files.size());
    for (const VariableFile& file : options_.variable_files) {
      given.push_back({file.name, read_yaml(SourceText(file.name, file.text), tree_, findings_)});
    }
    return given;
  }

  void choose_target() {
    desired_.target = kOnlyTarget;
    if (!options_.target) return;
    findings_.error({shown_as_},
                    "there is no target " + in_quotes(*options_.target) +
                        ": this configuration has no targets; leave out -t");
  }

  /// Replaces the references in all values that are read. In `variables:` only a default may hold
  /// some.
  void resolve(YamlNode& root, const Declarations& declarations, Variables& variables) {
    const YamlNode* workspace = find_value(root, "workspace");
    const bool has_host = workspace != nullptr && workspace->type == YamlType::Mapping;
    References references(declarations,
                          variables,
                          desired_.target,
                          has_host ? find_value(*workspace, "host") : nullptr,
                          findings_);
    for (const std::string& name : variables.names()) {
      if (YamlNode* value = variables.value(name)) references.resolve(*value);
      variables.check(name);
    }
    for (const char* key : {"version",
                            "name",
                            "workspace",
                            "identity_plane",
                            "account",
                            "state",
                            "safety",
                            "data_graphs",
                            "resources"}) {
      if (YamlNode* value = find_value(root, key)) references.resolve(*value);
    }
  }

  /// What is neither a resource nor a data graph.
  void read_header(const YamlNode& root) {
    Section keys(&root, "the file", findings_);
    const Place top{shown_as_, 1, 1};
    const bool has_version = keys.require("version", top) != nullptr;
    const auto version = keys.number("version");
    if (has_version && version && *version != 1) {
      findings_.error(keys.place_of("version"), "'version' must be 1, which is all that there is");
    }
    keys.require("name", top);
    if (auto name = keys.text("name")) read_name(std::move(*name), keys.place_of("name"));
    if (keys.require("workspace", top) != nullptr) {
      desired_.workspace =
          read_workspace(*find_member(root, "workspace"), folder_of(options_.file), findings_);
    }
    desired_.account =
        read_identity_plane(keys, folder_of(options_.file), desired_.workspace, findings_);
    desired_.state_path = read_state_path(keys.get("state"), findings_);
    desired_.safety = read_safety(keys.get("safety"), findings_);
    for (const char* elsewhere : {"variables", "data_graphs", "resources"}) keys.get(elsewhere);
    keys.finish("");
  }

  void read_name(std::string name, const Place& place) {
    const bool fits = !name.empty() && name.size() <= kMaxNameLength &&
                      std::all_of(name.begin(), name.end(), [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                      });
    if (!fits) {
      findings_.error(
          place,
          "'name' must be 1 to 63 of the characters a-z, 0-9 and '-', not " + in_quotes(name));
    }
    desired_.stack = std::move(name);
  }

  void expand(const Declarations& declarations) {
    const ServicePrincipals principals(declarations, findings_);
    GrantUnion grants(principals, findings_);
    PermissionUnion permissions(findings_);
    std::map<std::string, std::string, std::less<>> sinks_elsewhere;
    std::vector<WrittenNeed> written_needs;
    std::vector<DesiredResource>& resources = desired_.resources;
    Expansion expansion{principals,
                        grants,
                        permissions,
                        resources,
                        sinks_elsewhere,
                        written_needs,
                        desired_.target,
                        findings_};
    for (const Declaration& declaration : declarations.resources()) {
      if (declaration.descriptor->shape == Shape::Entry) {
        read_entry(declaration, expansion);
      } else if (auto object = read_object(declaration, expansion)) {
        resources.push_back(std::move(*object));
      }
    }
    desired_.connections = read_data_graphs(declarations, expansion);
    for (auto&& entries : {grants.resources(), permissions.take()}) {
      resources.insert(resources.end(), entries.begin(), entries.end());
    }
    for (DesiredResource& resource : resources) sort_out(resource);
    std::sort(
        resources.begin(), resources.end(), [](const DesiredResource& a, const DesiredResource& b) {
          return a.address < b.address;
        });
    desired_.principals = grants.principals();
    check_conflicts(resources, written_needs, declarations, findings_);
    check_sinks(resources, findings_);
  }

  /// Each need and each place once.
  static void sort_out(DesiredResource& resource) {
    std::sort(resource.needs.begin(), resource.needs.end());
    const auto needs_end = std::unique(resource.needs.begin(), resource.needs.end());
    resource.needs.erase(needs_end, resource.needs.end());
    std::sort(resource.places.begin(), resource.places.end());
    const auto places_end = std::unique(resource.places.begin(), resource.places.end());
    resource.places.erase(places_end, resource.places.end());
  }

  Files& files_;
  const LoadOptions& options_;
  std::string shown_as_;
  YamlTree tree_;
  Findings findings_;
  Desired desired_;
};

}  // namespace

Loaded load(Files& files, const LoadOptions& options) { return Loading(files, options).load(); }

}  // namespace dgctl::engine
