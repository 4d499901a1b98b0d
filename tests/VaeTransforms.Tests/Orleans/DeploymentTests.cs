using Xunit;
using YamlDotNet.RepresentationModel;

namespace VaeTransforms.Tests.Orleans;

/// <summary>What can be checked of the compose file and the manifest without Docker and Kubernetes.</summary>
public sealed class DeploymentTests
{
    private static readonly string Folder = Path.Combine(Repository.Root.FullName, "docs");

    private static readonly string[] Variables = ["VAE_REDIS", "VAE_STATE"];

    [Fact]
    public void Every_object_of_the_manifest_is_what_the_others_refer_to()
    {
        YamlNode[] objects = [.. Read("cluster/kubernetes.yaml")];

        Assert.Equal(
            ["v1 Service", "apps/v1 StatefulSet", "v1 PersistentVolumeClaim", "apps/v1 Deployment"],
            objects.Select(found => $"{found["apiVersion"]} {found["kind"]}"));
        YamlNode[] workloads = [.. objects.Where(found => Has(found["spec"], "template"))];
        Assert.All(workloads, workload =>
        {
            YamlNode spec = workload["spec"];
            Assert.Equal(spec["selector"]["matchLabels"], spec["template"]["metadata"]["labels"]);
            string[] volumes =
            [
                .. Items(spec["template"]["spec"], "volumes").Select(volume => $"{volume["name"]}"),
                .. Items(spec, "volumeClaimTemplates").Select(claim => $"{claim["metadata"]["name"]}"),
            ];
            YamlNode container = Assert.Single(Items(spec["template"]["spec"], "containers"));
            Assert.All(Items(container, "volumeMounts"), mount => Assert.Contains($"{mount["name"]}", volumes));
            Assert.Matches(@":\d+\.\d+", $"{container["image"]}");
        });
        YamlNode service = objects[0];
        YamlNode redis = workloads[0]["spec"]["template"];
        Assert.Equal(service["spec"]["selector"], redis["metadata"]["labels"]);
        Assert.Equal(service["metadata"]["name"], workloads[0]["spec"]["serviceName"]);
        Assert.Equal(
            $"{Assert.Single(Items(service["spec"], "ports"))["targetPort"]}",
            $"{Assert.Single(Items(redis["spec"]["containers"][0], "ports"))["name"]}");

        YamlNode silo = workloads[1]["spec"]["template"]["spec"];
        YamlNode[] variables = [.. Items(silo["containers"][0], "env")];
        Assert.Equal(Variables, variables.Select(variable => $"{variable["name"]}"));
        Assert.Equal($"{service["metadata"]["name"]}:6379", $"{variables[0]["value"]}");
        string mounted = $"{silo["containers"][0]["volumeMounts"][0]["mountPath"]}";
        Assert.StartsWith($"{mounted}/", $"{variables[1]["value"]}", StringComparison.Ordinal);
        Assert.Equal($"{objects[2]["metadata"]["name"]}", $"{silo["volumes"][0]["persistentVolumeClaim"]["claimName"]}");
        Assert.Equal(["11111", "30000"], Items(silo["containers"][0], "ports").Select(port => $"{port["containerPort"]}"));
    }

    [Fact]
    public void The_compose_file_runs_Redis_before_silos_that_know_it()
    {
        YamlNode compose = Assert.Single(Read("cluster/compose.yaml"));
        YamlNode silo = compose["services"]["silo"];

        Assert.Equal(Variables, ((YamlMappingNode)silo["environment"]).Children.Select(variable => $"{variable.Key}"));
        Assert.Equal("redis:6379", $"{silo["environment"]["VAE_REDIS"]}");
        Assert.Equal("service_healthy", $"{silo["depends_on"]["redis"]["condition"]}");
        Assert.True(Has(compose["services"]["redis"], "healthcheck"));
        string volume = $"{compose["services"]["redis"]["volumes"][0]}".Split(':')[0];
        Assert.True(Has(compose["volumes"], volume));
        string mounted = $"{silo["volumes"][0]}".Split(':')[1];
        Assert.StartsWith($"{mounted}/", $"{silo["environment"]["VAE_STATE"]}", StringComparison.Ordinal);
    }

    /// <summary>The program that the image is made of has the variables and ports of both files.</summary>
    [Fact]
    public void The_page_has_the_variables_and_ports_of_the_files()
    {
        string page = File.ReadAllText(Path.Combine(Folder, "cluster.md"));

        Assert.All([.. Variables, "11111", "30000"], word => Assert.Contains(word, page, StringComparison.Ordinal));
    }

    private static IEnumerable<YamlNode> Read(string file)
    {
        using var reader = new StreamReader(Path.Combine(Folder, file));
        var stream = new YamlStream();
        stream.Load(reader);
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    private static bool Has(YamlNode node, string key) => ((YamlMappingNode)node).Children.ContainsKey(new YamlScalarNode(key));

    private static IEnumerable<YamlNode> Items(YamlNode node, string key) =>
        Has(node, key) ? (YamlSequenceNode)node[key] : [];
}
