Console.WriteLine("spike");
var c = new Docker.DotNet.DockerClientBuilder().Build();
Console.WriteLine((await c.System.GetVersionAsync()).Version);
